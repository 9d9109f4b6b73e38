import { expect, onTestFinished, test } from 'vitest'
import { allRows } from '../../../lib/emulator/checks/index.ts'
import { type EmulatorOptions, startEmulator } from '../../../lib/emulator/index.ts'
import { findBrokenRows } from '../../../lib/emulator/mailbox/broken.ts'
import { rowNotes } from '../../../lib/emulator/mailbox/row-notes.ts'
import { resolveOptions } from '../../../lib/emulator/settings.ts'
import { dialIn, mail, mailWithFiles } from '../client.ts'

/** What the page says of a message: row, and the lines of the source that are marked. */
async function brokenBy(message: string, options: EmulatorOptions = {}) {
  const ses = await startEmulator(options)
  onTestFinished(() => ses.close())
  const client = await dialIn(ses)
  await client.send(message)
  client.socket.destroy()
  const [entry] = ses.ledger
  if (entry === undefined) throw new Error('The mail did not come')
  const lines = entry.raw.toString().split('\r\n')
  const rows = findBrokenRows(entry, resolveOptions(options))
  return rows.map(({ row, isAnswered, lines: marked }) => [
    `${isAnswered ? '! ' : ''}${row}`,
    ...marked.map((line) => lines[line - 1]),
  ])
}

test.each([
  ['nothing', mail(), []],
  [
    'Cc',
    mail({ Cc: 'b@example.org' }),
    [
      ['! cc', 'Cc: b@example.org'],
      ['recipients-differ', 'To: ann@example.org'],
    ].slice(0, 1),
  ],
  [
    'a field in two places',
    mail({ Bcc: 'b@example.org' }).replace('Subject', 'bcc: c@example.org\nSubject'),
    [['! bcc', 'bcc: c@example.org', 'Bcc: b@example.org']],
  ],
  ['no subject', mail({ Subject: null }), [['! subject']]],
  ['an empty subject', mail({ Subject: '' }), [['! subject', 'Subject: ']]],
  [
    'several, each found at once',
    mail({ 'MIME-Version': '2.0', 'Content-Type': 'text/html; charset=GBK', 'Content-Transfer-Encoding': 'x-none' }),
    [
      ['! content-transfer-encoding', 'Content-Transfer-Encoding: x-none'],
      ['content-type', 'Content-Type: text/html; charset=GBK'],
      ['mime-version', 'MIME-Version: 2.0'],
    ],
  ],
  [
    'the one file of two',
    mailWithFiles({}, { 'Content-Disposition': 'inline; filename="b.txt"', 'Content-ID': '<x>' }),
    [
      ['! attachment-content-disposition', 'Content-Disposition: inline; filename="b.txt"'],
      ['attachment-content-id', 'Content-ID: <x>'],
    ],
  ],
  ['content that is not Base64', mailWithFiles({}, { body: '%%%%' }), [['! attachment-content', '%%%%']]],
  ['a text that is not Base64', mail({ 'Content-Transfer-Encoding': 'base64' }, 'a%'), [['! body-content', 'a%']]],
  ['a line that is too long, which is not kept', mail({}, `a\n${'x'.repeat(2_500)}`), [['! system-1']]],
])('%s', async (_, message, rows) => expect(await brokenBy(message)).toEqual(rows))

test('a mail that is in order, refused for a limit or a fault', async () => {
  expect(await brokenBy(mail(), { recipientLimit: { count: 0, perMs: 1000 } })).toEqual([['! recipient-limit']])
  expect(await brokenBy(mail(), { faults: [{ at: 'call', error: 'FailedOperation' }] })).toEqual([['! fault']])
  expect(await brokenBy(mail({ Subject: '' }), { individualAccount: true })).toEqual([
    ['! smtp-forbidden'],
    ['subject', 'Subject: '],
  ])
})

const incidents = ['login', 'plaintext', 'certificate', 'tls-version']
const limits = ['smtp-forbidden', 'rate-limit', 'recipient-limit', 'daily-quota', 'fault', 'system-1', 'system-2']

test.each([...allRows.map(({ id }) => id), ...limits, ...incidents])('%s has advice in both languages', (row) => {
  const note = rowNotes.get(row)
  expect(note?.advice.en).toMatch(/^[A-Z].*\.$/s)
  expect(note?.advice.zh).toMatch(/\p{Script=Han}.*。$/su)
})

test('there is no advice for rows that nobody breaks', () =>
  expect([...rowNotes.keys()].sort()).toEqual([...allRows.map(({ id }) => id), ...limits, ...incidents].sort()))
