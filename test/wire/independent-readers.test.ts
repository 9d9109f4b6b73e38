// What SES is handed says to programs that no one here wrote what was meant, and what the emulator's inbox says.
// The library and the emulator both build on postal-mime, which is by Nodemailer's author: here is neither.

import fc from 'fast-check'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, type ReceivedLetter, startEmulator } from '../../lib/emulator/index.ts'
import { previewMail, sesTransport } from '../../lib/index.ts'
import type { Letter } from '../../lib/letter.ts'
import { mail } from '../help/mails.ts'
import { CASES } from '../help/random.ts'
import { perl, python, type Reading } from '../help/readers.ts'
import { type BodyEncoding, bytesOf, meant, told } from '../help/readings.ts'

/** A letter as it was meant, and as it arrived. */
interface Arrival {
  readonly letter: Letter
  readonly bodyEncoding: BodyEncoding
  readonly received: ReceivedLetter
}

/** What a reader may take for something else than text, and what it may lose. */
const tokens =
  String.raw`=?UTF-8?B?YQ==?= =?utf-8?q?a_b?= =? ?= utf-8'' %20 " \ ( ) < > , ; : @ . = _ -- Foo 你好 😀`.split(' ')
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tokens, ' ', '   ', '\u2028', '\u00a0', '\ufeff', '\u202e'),
      fc.constantFrom('中'.repeat(40), 'x'.repeat(80), 'y'.repeat(300)),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
const givenWords = fc.oneof(
  words,
  words.map((text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`),
)
const wordyMail: fc.Arbitrary<SendMailOptions> = fc.record({
  from: givenWords.map((name) => ({ name, address: 'noreply@mail.example.com' })),
  to: fc.constant('ann@example.org'),
  replyTo: givenWords.map((name) => [{ name, address: 'ann@example.org' }, 'bob@example.org']),
  subject: givenWords,
  text: words,
  headers: fc.dictionary(fc.constantFrom('X-A', 'Comments'), givenWords),
  attachments: fc.array(fc.record({ filename: givenWords, content: words }), { maxLength: 3 }),
})

let ses: Emulator
const arrivals: Arrival[] = []

beforeAll(async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false })
  const half = Math.ceil(CASES / 2)
  await send('base64', 0, half)
  await send('8bit', half, CASES)
  expect(arrivals.length).toBeGreaterThan(CASES / 10)
  console.log(`${arrivals.length} letters arrived of ${CASES} mails`)
})
afterAll(() => ses.close())

for (const { name, isMissing, read } of [python, perl]) {
  it.skipIf(isMissing)(`${name} reads what was meant`, async () => {
    const readings = await read(arrivals.map(({ received }) => received.raw))
    for (const [index, arrival] of arrivals.entries()) {
      expect(told(readings[index] as Reading, arrival.letter), `letter ${index}`).toEqual(meant(arrival))
    }
  })
}

it('the emulator reads what was meant', () => {
  for (const { letter, bodyEncoding, received } of arrivals) {
    const { from, to, subject, text, html, attachments } = received
    const [sender = { name: '', address: '' }] = letter.from
    const body = (content: string | undefined) =>
      content === undefined ? undefined : bytesOf(content, letter, bodyEncoding).toString()
    expect({ from: withoutMark(from), to, subject: withoutMark(subject), text, html, attachments }).toEqual({
      from: withoutMark(sender.name === '' ? sender.address : `${sender.name} <${sender.address}>`),
      to: letter.to,
      subject: withoutMark(letter.subject),
      text: body(letter.text),
      html: body(letter.html),
      attachments: letter.attachments.map(({ name, content }) => ({ name, type: 'application/octet-stream', content })),
    })
  }
})

/** Sends the mails that can be sent; that the others are refused with a reason is any-mail.test.ts's. */
async function send(bodyEncoding: BodyEncoding, from: number, to: number): Promise<void> {
  const transporter = createTransport(sesTransport({ ...ses.transport, bodyEncoding, rateLimit: false, retry: false }))
  // Twice the same, once for the preview: a stream is read once.
  const previewed = sampleMails()
  const sent = sampleMails()
  for (let index = from; index < to; index++) {
    const preview = await previewMail(previewed[index] ?? {}, { bodyEncoding }).catch(() => undefined)
    if (preview === undefined) continue
    ses.reset()
    await transporter.sendMail(sent[index] ?? {})
    expect(ses.inbox.map(({ envelope }) => envelope.to).sort()).toEqual(preview.letters.map((each) => each.to).sort())
    for (const letter of preview.letters) {
      const received = ses.inbox.find(({ envelope }) => envelope.to[0] === letter.to[0]) as ReceivedLetter
      arrivals.push({ letter, bodyEncoding, received })
    }
  }
  transporter.close()
}

/** With an id and a date of its own a mail is the same when it is sent as in the preview. */
function sampleMails(): SendMailOptions[] {
  const mails = fc.oneof({ weight: 3, arbitrary: mail }, { weight: 1, arbitrary: wordyMail })
  return fc.sample(mails).map((each) => ({
    date: new Date(0),
    ...each,
    messageId: each.messageId?.trim() || '<one@mail.example.com>',
  }))
}

/** To postal-mime, which the emulator reads words with, U+FEFF at the start of one is a byte order mark. */
function withoutMark(text: string): string {
  return text.replaceAll('\ufeff', '')
}
