import type { SendMailOptions } from 'nodemailer'
import { fitLetters } from '../../lib/fit/letters.ts'
import { explainReply } from '../../lib/index.ts'
import { resolveOptions } from '../../lib/options/options.ts'
import { openMail } from '../../lib/read/mail.ts'
import { composeMessage } from '../../lib/write/message.ts'
import { compile } from './compile.ts'

const settings = resolveOptions({ host: 'localhost', auth: { user: 'a@example.com', pass: 'x' } })
const signal = new AbortController().signal
const base: SendMailOptions = { from: 'Shop <a@example.com>', to: 'ann@example.org', subject: 'News in November' }
const mails: readonly (readonly [title: string, mail: SendMailOptions, runs: number])[] = [
  ['20 KB of HTML', { ...base, text: 'In text', html: `<p>${'A line of a newsletter. '.repeat(850)}</p>` }, 500],
  [
    'a file of 3 MB',
    { ...base, text: 'In text', attachments: [{ filename: 'a.pdf', content: Buffer.alloc(3e6, 'r') }] },
    20,
  ],
]
const reply =
  '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:{"Response":{"RequestId":"111d9e76-96b9-46a8-9a0b-e19dba0a75d6","QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。"}}}}'

/** What each step takes, and its share of all that is done before a mail is sent; and of a refusal, explaining it. */
export async function benchSteps(): Promise<void> {
  for (const [title, mail, runs] of mails) {
    const message = await compile(mail)
    const { letter } = await openMail(message, settings).readLetter(signal)
    const { letters } = await fitLetters(letter, settings)
    const fitted = letters[0]?.letter ?? letter

    const steps = [
      ['read', await timeOf(runs, () => openMail(message, settings).readLetter(signal))],
      ['fit', await timeOf(runs, () => fitLetters(letter, settings))],
      ['write', await timeOf(runs, () => composeMessage(fitted, settings).write())],
    ] as const
    const all = steps.reduce((sum, [, micros]) => sum + micros, 0)
    console.log(`\nSteps, for a mail with ${title}`)
    for (const [name, micros] of steps) {
      console.log(`  ${name}: ${micros.toFixed(0)} µs, ${((micros / all) * 100).toFixed(0)}%`)
    }
  }
  console.log(`\nTo explain a refusal: ${(await timeOf(500, () => explainReply(reply))).toFixed(0)} µs`)
}

/** CPU time of a step, in microseconds: the least of several rounds, so that what else the machine does is left out. */
export async function timeOf(runs: number, step: () => unknown): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < 8; round++) {
    const cpu = process.cpuUsage()
    for (let run = 0; run < runs; run++) await step()
    const { user, system } = process.cpuUsage(cpu)
    rounds.push((user + system) / runs)
  }
  return Math.min(...rounds)
}
