// Texts that would be a header field, a part, a recipient or a command of their own, in each field of a mail.

import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { type SesSentMessageInfo, sesTransport } from '../../lib/index.ts'
import { mailWith, sender } from '../help/stage.ts'

const hidden = 'audit@example.org'
const evil = 'eve@evil.test'

/** Whatever ends a line, for some program. */
const lineEnds = [
  '\r\n',
  '\n',
  '\r',
  '\n\r',
  '\0\r\n',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\u010d\u010a',
  '嘍嘊',
  '%0D%0A',
  '=0D=0A',
  '\\r\\n',
  '&#13;&#10;',
]
const injections = [
  ...lineEnds.flatMap((end) => [
    `${end}Bcc: ${evil}`,
    `${end}${end}--b${end}X-Injected: 1${end}`,
    `${end}.${end}RCPT TO:<${evil}>${end}`,
    `>${end}RCPT TO:<${evil}>${end}DATA${end}X-Injected: 1`,
  ]),
  `=?utf-8?q?=0D=0ABcc:_${evil}?=`,
  `=?utf-8?b?${Buffer.from(`a\r\nBcc: ${evil}\r\nX-Injected: 1`).toString('base64')}?=`,
  `\r\n X-Injected: 1\r\nBcc: ${evil}`,
  `"\r\nBcc: ${evil}`,
  `?=\r\nBcc: ${evil}`,
  `)\r\nX-Injected: (`,
  `\u037e filename*=utf-8''a%0D%0ABcc:%20${evil}`,
  `"; x="\r\nX-Injected: 1`,
]

type Field = readonly [name: string, mail: (text: string) => object]
const file = (fields: object) => ({ attachments: [{ filename: 'a.pdf', content: 'x', ...fields }] })

const fields: readonly Field[] = [
  ['from', (text) => ({ from: `${text} <${sender}>` })],
  ['from: its address', (text) => ({ from: `${sender}${text}` })],
  ['from: name', (text) => ({ from: { name: text, address: sender } })],
  ['from: address', (text) => ({ from: { name: 'Shop', address: `${sender}${text}` } })],
  ['sender', (text) => ({ sender: { name: text, address: `${sender}${text}` } })],
  ...(['to', 'cc', 'bcc', 'replyTo'] as const).flatMap((field): Field[] => [
    [field, (text) => ({ [field]: `ann@example.org${text}` })],
    [`${field}: in brackets`, (text) => ({ [field]: `Ann <ann@example.org${text}>` })],
    [`${field}: a name in quotes`, (text) => ({ [field]: `"${text}" <ann@example.org>` })],
    [`${field}: name`, (text) => ({ [field]: { name: text, address: 'ann@example.org' } })],
    [`${field}: address`, (text) => ({ [field]: [{ name: '', address: `ann@example.org${text}` }] })],
    [`${field}: local part`, (text) => ({ [field]: { name: '', address: `ann${text}@example.org` } })],
  ]),
  ['envelope: from', (text) => ({ envelope: { from: `${sender}${text}`, to: 'ann@example.org' } })],
  ['envelope: to', (text) => ({ envelope: { from: sender, to: [`ann@example.org${text}`] } })],
  ['envelope: an object', (text) => ({ envelope: { from: sender, to: { address: `ann@example.org${text}` } } })],
  ['inReplyTo', (text) => ({ inReplyTo: `<a@b.cc>${text}` })],
  ['references', (text) => ({ references: [`<a@b.cc${text}>`, text] })],
  ['messageId', (text) => ({ messageId: `<a${text}@b.cc>` })],
  ['date', (text) => ({ date: `Sat, 28 Nov 2026 00:00:00 +0000${text}` })],
  ['subject', (text) => ({ subject: `Hi${text}` })],
  ['text', (text) => ({ text: `Hi${text}` })],
  ['html', (text) => ({ html: `<p title="${text}">Hi${text}` })],
  ['watchHtml', (text) => ({ watchHtml: `<p>${text}` })],
  ['amp', (text) => ({ html: 'a', amp: `<!doctype html><html amp4email>${text}` })],
  ['priority', (text) => ({ priority: `high${text}` })],
  ['textEncoding', (text) => ({ textEncoding: `base64${text}` })],
  ['encoding', (text) => ({ encoding: `utf8${text}` })],
  ['headers: a name', (text) => ({ headers: { [`X-A${text}`]: 'a' } })],
  ['headers: a value', (text) => ({ headers: { 'X-A': `a${text}` } })],
  ['headers: values', (text) => ({ headers: { 'X-A': ['a', text] } })],
  ['headers: a list', (text) => ({ headers: [{ key: `X-A${text}`, value: text }] })],
  ['headers: prepared', (text) => ({ headers: { 'X-A': { prepared: true, value: `a${text}` } } })],
  ['list: help', (text) => ({ list: { help: { url: `a@b.cc${text}`, comment: text } } })],
  ['list: unsubscribe', (text) => ({ list: { unsubscribe: `https://b.cc/${text}` } })],
  ['list: id', (text) => ({ list: { id: { url: `b.cc${text}`, comment: text } } })],
  ['attachments: filename', (text) => file({ filename: `a${text}.pdf` })],
  ['attachments: contentType', (text) => file({ contentType: `application/pdf${text}` })],
  ['attachments: contentDisposition', (text) => file({ contentDisposition: `attachment${text}` })],
  ['attachments: contentTransferEncoding', (text) => file({ contentTransferEncoding: `base64${text}` })],
  ['attachments: cid', (text) => ({ ...file({ cid: `a${text}` }), html: `<img src="cid:a${text}">` })],
  ['attachments: headers', (text) => file({ headers: { [`X-B${text}`]: text } })],
  ['attachments: encoding', (text) => file({ encoding: `utf8${text}` })],
  ['attachments: content', (text) => file({ content: text })],
  ['attachments: raw', (text) => ({ attachments: [{ raw: `Content-Type: text/plain; name="${text}"\r\n\r\na` }] })],
  [
    'icalEvent',
    (text) => ({ icalEvent: { method: `request${text}`, filename: `a${text}.ics`, content: 'BEGIN:VCALENDAR' } }),
  ],
  ['alternatives', (text) => ({ alternatives: [{ contentType: `text/x-a${text}`, content: text }] })],
  ['dsn', (text) => ({ dsn: { id: text, return: text, notify: text, recipient: `a@b.cc${text}` } })],
  ['auth', (text) => ({ auth: { user: `${sender}${text}`, pass: text } })],
  [
    'raw: a field',
    (text) => ({
      raw: `From: ${sender}\r\nTo: ann@example.org\r\nSubject: =?utf-8?b?${Buffer.from(`Hi${text}`).toString('base64')}?=\r\n\r\na`,
      envelope: { from: sender, to: 'ann@example.org' },
    }),
  ],
]

let ses: Emulator
let ours: Transporter<SesSentMessageInfo>
beforeAll(async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false })
  ours = createTransport(sesTransport({ ...ses.transport, rateLimit: false, retry: false }))
})
afterAll(async () => {
  ours.close()
  await ses.close()
})

it.each(fields)('%s', async (_, make) => {
  for (const text of injections) {
    ses.reset()
    const mail = mailWith({ bcc: hidden, ...make(text) } as SendMailOptions)
    // Nodemailer 6 throws some errors of its own at once.
    const outcome = await (async () => ours.sendMail(mail))().catch((error: Error) => error)
    expectNothingInjected(outcome, JSON.stringify(text))
  }
})

function expectNothingInjected(outcome: unknown, text: string): void {
  expect(
    ses.ledger.filter((entry) => entry.outcome !== 'accepted').map(({ reply }) => reply),
    text,
  ).toEqual([])
  // One letter for Ann, one for the hidden recipient, and none of them sees the other.
  for (const letter of ses.inbox) {
    expect([['ann@example.org'], [hidden]], text).toContainEqual([...letter.to])
    const header = letter.raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
    expect(header, text).not.toMatch(/(?:^|[\r\n])(?:bcc|x-injected):/i)
    expect(letter.to.includes(hidden) || !decoded(letter.raw).includes(hidden), text).toBe(true)
  }
  const recipients = ses.inbox.flatMap(({ to }) => to)
  if (outcome instanceof Error) expect(recipients, text).toEqual([])
  else expect(recipients.length, text).toBe(new Set(recipients).size)
  const commands = ses.transcript.filter((line) => / C: /.test(line))
  expect(
    commands.filter((line) => line.includes('evil')),
    text,
  ).toEqual([])
  expect(commands.filter((line) => / C: MAIL/.test(line)).length, text).toBe(ses.inbox.length)
}

/** A message, and what stands in Base64 in it. */
function decoded(raw: Buffer): string {
  const text = raw.toString('utf8')
  return text + text.replace(/[A-Za-z0-9+/=\r\n]{8,}/g, (base64) => Buffer.from(base64, 'base64').toString())
}
