import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { decodeWords } from 'postal-mime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, type ReceivedLetter, startEmulator } from '../../../lib/emulator/index.ts'
import { type SesSentMessageInfo, type SesTransportOptions, sesTransport } from '../../../lib/index.ts'
import { failureOf, sender } from '../../help/stage.ts'

/** What arrives. What a row does not say is as in {@link usual}. */
export interface Arrived {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
  /** Name and content; content that is text as a string. */
  readonly files: readonly (readonly [name: string, content: string | Buffer])[]
  /** Decoded, by name in lower case: all that stand in the letter beside those that every one has. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
}

type Outcome =
  | (Partial<Arrived> & { readonly changes?: readonly string[] })
  /** The letters, where a mail becomes several. */
  | { readonly letters: readonly Partial<Arrived>[]; readonly changes?: readonly string[] }
  /** The field that the SesError names. */
  | { readonly refused: string; readonly reason?: string }

/** The option, a mail that has it, and what arrives of it. A function makes a mail that can be sent once. */
export type Row = readonly [option: string, mail: SendMailOptions | (() => SendMailOptions), outcome: Outcome]

const usual: Arrived = {
  from: sender,
  to: ['ann@example.org'],
  subject: 'Hello',
  text: 'Hello, Ann',
  html: undefined,
  files: [],
  headers: {},
}
const base: SendMailOptions = { from: sender, to: 'ann@example.org', subject: 'Hello', text: 'Hello, Ann' }

/** Nothing of what Nodemailer's types forbid: users in JavaScript pass it all the same. */
export const untyped = (mail: object) => mail as SendMailOptions

/** A text that was read from a message's bytes: whether its last line has an end, a row does not say. */
export const parsed = (text: string): string =>
  expect.stringMatching(new RegExp(`^${text.replace(/[^\w]/gu, '\\$&')}(?:\\r\\n)?$`))

export interface Setup {
  readonly options?: Partial<SesTransportOptions>
  /** The second argument of `createTransport`. */
  readonly defaults?: SendMailOptions
  readonly plugins?: (transporter: Transporter) => void
}

/** A test for each row, and for each mail that can be sent twice. */
export function testRows(rows: readonly Row[], { options = {}, defaults, plugins }: Setup = {}): void {
  let ses: Emulator
  let ours: Transporter<SesSentMessageInfo>
  beforeAll(async () => {
    ses = await startEmulator({ rateLimit: false, recipientLimit: false })
    ours = createTransport(
      sesTransport({ ...ses.transport, rateLimit: false, pool: { maxConnections: 1 }, ...options }),
      defaults,
    )
    plugins?.(ours)
  })
  afterAll(async () => {
    ours.close()
    await ses.close()
  })

  const send = async (mail: SendMailOptions) => {
    ses.reset()
    const info = await ours.sendMail(mail)
    return {
      letters: ses.inbox.map(arrivedOf),
      changes: info.ses?.changes.map(
        ({ rule, field, loss }) => `${rule} ${field}${loss === 'none' ? '' : ` (${loss})`}`,
      ),
    }
  }

  it.each(rows)('%s', async (_option, made, outcome) => {
    const mail = { ...base, ...(typeof made === 'function' ? made() : made) }
    if ('refused' in outcome) return expectRefused(ses, ours.sendMail(mail), outcome)

    const { letters, changes } = await send(mail)
    const expected = 'letters' in outcome ? outcome.letters : [withoutChanges(outcome)]
    expect(letters).toEqual(expected.map((each) => ({ ...usual, headers: {}, ...each })))
    expect(changes).toEqual(outcome.changes ?? [])
    expect(ses.inbox.map(({ envelope }) => envelope)).toEqual(letters.map(({ to }) => ({ from: sender, to })))
    expect(ses.ledger.map((entry) => entry.outcome)).toEqual(letters.map(() => 'accepted'))
  })

  const again = rows.filter(([, mail, outcome]) => typeof mail !== 'function' && !('refused' in outcome))
  it.each(again)(
    '%s: sent twice, is the same letter, and leaves the options as Nodemailer does',
    async (_option, made) => {
      const mail = { ...base, ...made }
      const other = copyOf(mail)
      expect(await send(mail)).toEqual(await send(mail))

      const nowhere = createTransport(
        { name: 'nowhere', version: '1', send: (_, done) => done(null, {} as never) },
        defaults,
      )
      plugins?.(nowhere as never)
      await nowhere.sendMail(other)
      expect(mail).toEqual(other)
    },
  )
}

async function expectRefused(
  ses: Emulator,
  sending: Promise<unknown>,
  { refused, reason = 'message-invalid' }: { readonly refused: string; readonly reason?: string },
): Promise<void> {
  ses.reset()
  expect(await failureOf(sending)).toMatchObject({
    field: refused,
    reason,
    retry: 'never',
    delivered: 'no',
    attempts: 0,
  })
  expect(ses.ledger).toEqual([])
}

function withoutChanges({ changes: _, ...arrived }: Partial<Arrived> & { changes?: unknown }): Partial<Arrived> {
  return arrived
}

/** Fields that are in every letter, and told elsewhere. */
const common = new Set(['from', 'to', 'subject', 'mime-version', 'content-type', 'content-transfer-encoding'])

function arrivedOf({ from, to, subject, text, html, attachments, headers }: ReceivedLetter): Arrived {
  const files = attachments.map(({ name, content }) => {
    const asText = content.toString()
    return [name, Buffer.from(asText).equals(content) ? asText : content] as const
  })
  const names = new Set(headers.map(({ name }) => name).filter((name) => !common.has(name)))
  const fields = [...names].map((name) => {
    const values = headers.filter((field) => field.name === name).map(({ value }) => decodeWords(value))
    return [name, values.length === 1 ? values[0] : values] as const
  })
  return { from, to, subject, text, html, files, headers: Object.fromEntries(fields.filter(isGiven)) as never }
}

/** Every letter has a date and a Message-ID; those that the rows give are of 2020, and at ids.example. */
function isGiven([name, value]: readonly [name: string, value: unknown]): boolean {
  if (name === 'date') return String(value).includes(' 2020 ')
  return name !== 'message-id' || String(value).endsWith('@ids.example>')
}

function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isPlain
    ? (Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each)])) as Value)
    : value
}
