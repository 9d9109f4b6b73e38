// Whatever is written in an address field: a mail goes to addresses that a person would read there, or is refused.
// More of them: CASES=100000 npm run test:search -- test/wire/any-address.test.ts

import { domainToUnicode } from 'node:url'
import fc from 'fast-check'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { isSesError, type SesSentMessageInfo, sesTransport } from '../../lib/index.ts'
import { CASES } from '../help/random.ts'
import { sender } from '../help/stage.ts'

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

const addresses = ['ann@example.org', 'bob.lee@gmail.example', 'eva@例え.jp', 'cem@sub.example.co'] as const
/** What programs read as the end of an address, as a part of a URL, as a group or a comment. */
const noise = [...' ?#/\\%@:.,;<>()"[]=+\t\n\'&|', '..', '%40', '\u00a0', '\u200b', '\u00ad', '。', '／', '＠', '[1]']

const address = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...addresses) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...addresses), fc.constantFrom(...noise), fc.nat({ max: 20 }))
      .map(([whole, each, at]) => `${whole.slice(0, at)}${each}${whole.slice(at)}`),
  },
)
const mailbox = fc.oneof(
  address,
  address.map((each) => `<${each}>`),
  fc
    .tuple(fc.constantFrom('Ann', '"Lee, Bob"', 'Acme (China)', 'Re: Ann', '(x)', "'A'", '"a@b.example"'), address)
    .map(([name, each]) => `${name} <${each}>`),
  fc.tuple(fc.constantFrom('Ann', '(x)', 'm'), address).map((parts) => parts.join(' ')),
  fc.tuple(address, fc.constantFrom('m', '(x)', 'le.org', '.org')).map((parts) => parts.join(' ')),
)
const text = fc
  .array(fc.tuple(mailbox, fc.constantFrom(', ', ';', ' ', ',', '\r\n ', ': ')), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flat().join('').slice(0, -1))
const value = fc.oneof(
  text,
  fc.array(text, { minLength: 1, maxLength: 2 }),
  fc.record({ name: fc.constantFrom('', 'Ann', 'a@b.example'), address }),
)
const field = fc.constantFrom('to' as const, 'cc' as const, 'bcc' as const, 'envelope' as const, 'raw' as const)

it('goes to whom a person reads in it', async () => {
  let taken = 0
  const property = fc.asyncProperty(field, value, async (name, shared) => {
    const given = structuredClone(shared) // Nodemailer before 9.1 writes into the objects that it is given
    ses.reset()
    const readable = [given]
      .flat()
      .flatMap((each) => readBy(typeof each === 'string' ? each : withoutBrackets(each.address)))
    const info = await ours
      .sendMail({ from: sender, subject: 'Hi', text: 'Hi', ...mailTo(name, given) })
      .catch((error: unknown) => error)
    if (isSesError(info)) {
      expect([info.delivered, info.attempts, info.field]).toEqual([
        'no',
        0,
        expect.stringMatching(/^(?:to|cc|bcc|envelope)$/),
      ])
      expect(ses.ledger).toEqual([])
      return
    }
    taken++
    const got = ses.inbox.flatMap(({ envelope }) => envelope.to.map(inUnicode))
    expect(got.length).toBeGreaterThan(0)
    expect(readable).toEqual(expect.arrayContaining(got))
    expect(new Set(got)).toEqual(new Set(readable))
  })
  await fc.assert(property, { endOnFailure: false })
  expect(taken).toBeGreaterThan(CASES / 10)
})

function mailTo(name: 'to' | 'cc' | 'bcc' | 'envelope' | 'raw', given: unknown): SendMailOptions {
  if (name === 'envelope') return { envelope: { from: sender, to: given as never } }
  if (name !== 'raw') return { [name]: given as never }
  const lines = [given].flat().map((each) => `To: ${lineOf(each).replace(/\r?\n/g, ' ')}`)
  return { ...NOTHING, raw: [`From: ${sender}`, ...lines, 'Subject: Hi', '', 'Hi', ''].join('\r\n') }
}

const NOTHING = { from: undefined, subject: undefined, text: undefined } as object

function lineOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as { readonly address: string }).address
}

/** Each run of characters with one at sign that could be an address, with nothing behind it but the end of one: not in quotes or comments. */
function readBy(text: string): string[] {
  const plain = text
    .replace(/"(?:[^"\\]|\\.)*"|\((?:[^()]|\([^()]*\))*\)/g, ' ')
    .replace(/[\x00-\x20\u00a0]+/g, ' ')
    .replaceAll('。', '.')
  const found = plain.matchAll(/(?<=^|[\s,;:<])([\w.+%&/=|?#'-]+)@([\p{L}\d.-]+)(?=\s*(?:[,;]|$|(?<=<\s*[^<>]*)>))/gu)
  return [...found].map(([, local, domain]) => `${local}@${domain}`)
}

/** Of the address of an object Nodemailer before 9.1 takes them off. */
function withoutBrackets(address: string): string {
  return address.replace(/^[<>\s]+|[<>\s]+$/g, '')
}

function inUnicode(address: string): string {
  const [local, domain = ''] = address.split('@')
  return `${local}@${domainToUnicode(domain)}`
}
