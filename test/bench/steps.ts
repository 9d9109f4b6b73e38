import { createTransport, type SendMailOptions } from 'nodemailer'
import { fitLetters } from '../../lib/fit/letters.ts'
import { explainReply } from '../../lib/index.ts'
import { openMail } from '../../lib/read/mail.ts'
import type { MailMessage } from '../../lib/read/mail-message.ts'
import { resolveOptions } from '../../lib/settings.ts'
import { writeMessage } from '../../lib/write/message.ts'

const settings = resolveOptions({ host: 'localhost', auth: { user: 'a@example.com', pass: 'x' } })
const signal = new AbortController().signal
const mail: SendMailOptions = {
  from: 'Shop <a@example.com>',
  to: 'ann@example.org',
  subject: 'News in November',
  text: 'In text',
  html: `<p>${'A line of a newsletter. '.repeat(850)}</p>`,
}
const reply =
  '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:{"Response":{"RequestId":"111d9e76-96b9-46a8-9a0b-e19dba0a75d6","QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。"}}}}'

/** What each step takes of a mail with 20 KB of HTML. */
export async function benchSteps(): Promise<void> {
  const message = await compile(mail)
  const letter = await openMail(message, settings).readLetter(signal)
  const { letters } = await fitLetters(letter, settings)
  const fitted = letters[0]?.letter ?? letter

  console.log('\nSteps, for a mail with 20 KB of HTML')
  await time('read', () => openMail(message, settings).readLetter(signal))
  await time('fit', () => fitLetters(letter, settings))
  await time('write', () => writeMessage(fitted, settings))
  await time('explain', () => explainReply(reply))
}

async function time(name: string, step: () => unknown): Promise<void> {
  const RUNS = 2_000
  for (let run = 0; run < RUNS; run++) await step()
  const started = performance.now()
  for (let run = 0; run < RUNS; run++) await step()
  console.log(`  ${name}: ${(((performance.now() - started) / RUNS) * 1_000).toFixed(0)} µs`)
}

/** A mail as Nodemailer gives it to a transport. */
function compile(data: SendMailOptions): Promise<MailMessage> {
  return new Promise((resolve) => {
    const transport = {
      name: 'bench',
      version: '1',
      send(message: MailMessage, callback: (error: null) => void) {
        resolve(message)
        callback(null)
      },
    }
    void createTransport(transport as never).sendMail(data)
  })
}
