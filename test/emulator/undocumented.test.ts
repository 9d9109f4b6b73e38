// What SES's pages leave open: with either answer, as the options of `undocumented` have it.
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator, type Undocumented } from '../../lib/emulator/index.ts'
import { dialIn, mail, mailWithFiles } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

async function send(
  message: string,
  undocumented: Undocumented = {},
  to = ['ann@example.org'],
  options: EmulatorOptions = {},
) {
  ses = await startEmulator({ ...options, undocumented })
  return (await dialIn(ses)).send(message, { to })
}
/** The row for which the mail was refused; `undefined` if it was taken. */
async function rowOf(...args: Parameters<typeof send>): Promise<string | undefined> {
  await send(...args)
  return ses.ledger[0]?.row
}

const flowed = mail({ 'Content-Type': 'text/plain; charset=UTF-8; format=flowed' })
const related = mail(
  { 'Content-Type': 'multipart/related; boundary=b; type="text/html"' },
  '--b\nContent-Type: text/html; charset=UTF-8\n\nHi\n--b--',
)
const lineWithoutColon = mail().replace('Subject:', 'X-Is broken\nSubject:')
const foldedAtFirst = ` folded\n${mail()}`
const quoted = mail({ 'Content-Transfer-Encoding': 'quoted-printable' }, 'caf=C3=A9')
const withCid = mailWithFiles({}, { 'Content-ID': '<a>', 'Content-Disposition': 'inline; filename="b.txt"' })

// biome-ignore format: a table
test.each<[string, string, Undocumented, string | undefined]>([
  ['more parameters of a text', flowed, {}, undefined],
  ['more parameters of a text', flowed, { contentTypeParameters: 'refuse' }, 'content-type'],
  ['more parameters of a multipart', related, {}, undefined],
  ['more parameters of a multipart', related, { contentTypeParameters: 'refuse' }, 'content-type'],
  ['no more parameters', mailWithFiles({}), { contentTypeParameters: 'refuse' }, undefined],
  ['a line without a colon', lineWithoutColon, {}, 'malformed-header'],
  ['a line without a colon', lineWithoutColon, { malformedHeader: 'skip' }, undefined],
  ['a line without a colon in a part', mailWithFiles({}).replace('--b\n', '--b\nbroken\n'), {}, 'malformed-header'],
  ['a first line that is folded', foldedAtFirst, {}, 'malformed-header'],
  ['a field without a name', mail().replace('Subject:', ': x\nSubject:'), {}, undefined],
  ['an empty Cc', mail({ Cc: '' }), {}, undefined],
  ['an empty Cc', mail({ Cc: '' }), { emptyCc: 'refuse' }, 'cc'],
  ['an empty Bcc', mail({ Bcc: '' }), { emptyCc: 'refuse' }, 'bcc'],
  ['quoted-printable', quoted, {}, 'content-transfer-encoding'],
  ['quoted-printable', quoted, { quotedPrintable: 'raw' }, undefined],
  ['Cc', mail({ Cc: 'bob@example.org' }), {}, 'cc'],
  ['Cc', mail({ Cc: 'bob@example.org' }), { unsupported: 'drop' }, undefined],
  ['Cc', mail({ Cc: 'bob@example.org' }), { unsupported: 'ignore' }, undefined],
  ['a file with Content-ID', withCid, {}, 'attachment-content-disposition'],
  ['a file with Content-ID', withCid, { unsupportedParts: 'drop' }, undefined],
  ['a file with Content-ID', withCid, { unsupportedParts: 'ignore' }, undefined],
])('%s: %#', async (_, message, undocumented, row) => {
  expect(await rowOf(message, undocumented)).toBe(row)
})

test("malformed-header is answered as Go's parser says it", async () => {
  expect(await send(lineWithoutColon)).toBe(
    '554 5.0.0 Error: transaction failed, blame it on the weather: malformed MIME header line',
  )
})

test("quotedPrintable: 'raw' shows the recipient what nobody decoded", async () => {
  await send(quoted, { quotedPrintable: 'raw' })
  expect(ses.inbox[0]?.html).toBe('caf=C3=A9\r\n')
})

describe('unsupported: who gets a mail with recipients that are not in To', () => {
  const message = mail({ Cc: 'bob@example.org', Bcc: 'eve@example.org' })
  const all = ['ann@example.org', 'bob@example.org', 'eve@example.org']

  test.each([
    ['drop', ['ann@example.org']],
    ['ignore', all],
  ] as const)('%s', async (unsupported, recipients) => {
    await send(message, { unsupported }, all, { status: {} })
    expect(ses.inbox[0]?.envelope.to).toEqual(recipients)
    expect(ses.status.records.map(({ recipient }) => recipient)).toEqual(recipients)
    expect(ses.ledger[0]?.envelope.to).toEqual(all)
  })
})

test.each([
  ['drop', ['a.txt']],
  ['ignore', ['a.txt', 'b.txt']],
] as const)('unsupportedParts: %s', async (unsupportedParts, names) => {
  await send(withCid, { unsupportedParts })
  expect(ses.inbox[0]?.attachments.map(({ name }) => name)).toEqual(names)
})

describe('rowOrder', () => {
  const many = mail({ Cc: 'bob@example.org', 'MIME-Version': '2', Subject: '' })

  async function rows(seed: number): Promise<(string | undefined)[]> {
    ses = await startEmulator({ seed, undocumented: { rowOrder: 'random' } })
    const client = await dialIn(ses)
    for (let sent = 0; sent < 12; sent++) await client.send(many)
    return ses.ledger.map(({ row }) => row)
  }

  test('page: the first', async () => {
    expect(await rowOf(many)).toBe('cc')
  })

  test('random: any, by seed, and again after a reset', async () => {
    const first = await rows(1)
    expect(new Set(first)).toEqual(new Set(['cc', 'mime-version', 'subject']))
    ses.reset()
    const client = await dialIn(ses)
    for (let sent = 0; sent < 12; sent++) await client.send(many)
    expect(ses.ledger.map(({ row }) => row)).toEqual(first)
    await ses.close()
    expect(await rows(2)).not.toEqual(first)
  })
})

test.each([
  ['before-content', ['subject', 'rate-limit']],
  ['after-content', ['subject', undefined]],
] as const)('rateCheck: %s', async (rateCheck, rows) => {
  ses = await startEmulator({ rateLimit: { perSecond: 1 }, now: () => 0, undocumented: { rateCheck } })
  const client = await dialIn(ses)
  await client.send(mail({ Subject: null }))
  await client.send(mail())
  expect(ses.ledger.map(({ row }) => row)).toEqual(rows)
})
