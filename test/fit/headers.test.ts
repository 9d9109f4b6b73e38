import { describe, expect, test } from 'vitest'
import { headers } from '../../lib/fit/headers.ts'
import type { Header } from '../../lib/letter.ts'
import { expectUnchanged, refused, runRule } from '../help/letters.ts'

const list = (...names: string[]): Header[] => names.map((name, index) => ({ name, value: `value ${index}` }))

describe('leaves out', () => {
  // In the order of the page: https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
  test.each([
    ['Bcc', 'the mail has it in its own place'],
    ['Cc', 'the mail has it in its own place'],
    ['Content-Transfer-Encoding', 'it is set from the content'],
    ['Content-Type', 'it is set from the content'],
    ['Delivered-To', 'a sender does not set it'],
    ['From', 'the mail has it in its own place'],
    ['MIME-Version', 'it is set from the content'],
    ['Received', 'a sender does not set it'],
    ['Return-Path', 'a sender does not set it'],
    ['Subject', 'the mail has it in its own place'],
    ['To', 'the mail has it in its own place'],
    // "Attachment parameters"
    ['Content-Disposition', 'it is set from the content'],
    ['Content-ID', 'it is set from the content'],
    ['Content-Location', 'it is set from the content'],
    ['Content-Base', 'it is set from the content'],
    // What no sender sets.
    ['Sender', 'the mail has it in its own place'],
    ['DKIM-Signature', 'a sender does not set it'],
    ['Resent-To', 'a sender does not set it'],
    ['Resent-Bcc', 'a sender does not set it'],
    ['X-Original-To', 'a sender does not set it'],
    ['X-Bcc', 'a sender does not set it'],
    ['ARC-Seal', 'a sender does not set it'],
    ['Authentication-Results', 'a sender does not set it'],
    ['X-Mailer', 'a sender does not set it'],
    // What is no field.
    ['', 'no field has such a name'],
    ['X A', 'no field has such a name'],
    ['X:A', 'no field has such a name'],
    ['X-A\r\nBcc', 'no field has such a name'],
    ['X-\0', 'no field has such a name'],
    ['X-中', 'no field has such a name'],
    ['X-\ud800', 'no field has such a name'],
    ['X'.repeat(201), 'no field has such a name'],
  ])('%s, in any case', async (name, why) => {
    const given = list('X-Before', name, name.toUpperCase(), name.toLowerCase(), 'X-After')
    const { letter, changes } = await runRule(headers, { headers: given })
    expect(letter.headers).toEqual([given[0], given[4]])
    expect(changes).toEqual(
      [name, name.toUpperCase(), name.toLowerCase()].map((field) => ({
        rule: 'headers',
        field,
        loss: 'none',
        message: `${field} is left out: ${why}`,
      })),
    )
  })

  test.each([
    'Date',
    'Message-ID',
    'In-Reply-To',
    'References',
    'List-Unsubscribe-Post',
    'List-Id',
    'Auto-Submitted',
    'Importance',
    'X-Priority',
    'X-MSMail-Priority',
  ])('a second %s', async (name) => {
    const given = list(name, 'X-A', name.toLowerCase())
    const { letter, changes } = await runRule(headers, { headers: given })
    expect(letter.headers).toEqual(given.slice(0, 2))
    expect(changes).toEqual([
      {
        rule: 'headers',
        field: name.toLowerCase(),
        loss: 'none',
        message: `${name.toLowerCase()} is left out: it stands twice`,
      },
    ])
  })

  test('what the option names, in any case', async () => {
    const given = list('X-Trace', 'x-keep', 'MESSAGE-ID')
    const { letter, changes } = await runRule(headers, { headers: given }, { stripHeaders: ['x-TRACE', 'Message-Id'] })
    expect(letter.headers).toEqual([given[1]])
    expect(changes).toEqual([
      {
        rule: 'headers',
        field: 'X-Trace',
        loss: 'none',
        message: 'X-Trace is left out: the option `stripHeaders` names it',
      },
      {
        rule: 'headers',
        field: 'MESSAGE-ID',
        loss: 'none',
        message: 'MESSAGE-ID is left out: the option `stripHeaders` names it',
      },
    ])
  })
})

// RFC 2369 2: one field each, "multiple, alternate URLs" in it.
test.each(['List-Help', 'List-Unsubscribe', 'List-Subscribe', 'List-Post', 'List-Owner', 'List-Archive'])(
  'puts several %s into one',
  async (name) => {
    const values = ['<https://example.com/u>', '<mailto:u@example.com>', '<https://example.org/u> (Leave)']
    const given = [...values.map((value) => ({ name, value })), { name: 'X-A', value: 'a' }]
    const { letter, changes } = await runRule(headers, { headers: given })
    expect(letter.headers).toEqual([{ name, value: values.join(', ') }, given[3]])
    expect(changes.map(({ message }) => message)).toEqual(Array(2).fill(`${name} is put into one with the first`))
  },
)

test.each([
  ['none', []],
  [
    'those that mean something to their readers',
    ['Message-ID', 'Date', 'In-Reply-To', 'References', 'List-Unsubscribe', 'Auto-Submitted'],
  ],
  ["webhook data of SES's", ['X-Tencentcloudses-Cb-A']],
  ['several of an own one', ['X-A', 'X-A', 'x-a', 'Comments', 'Comments']],
  ['names of object keys', ['__proto__', 'constructor', 'toString']],
  ['a name of 200 characters', ['X'.repeat(200)]],
])('keeps %s', (_, names) => expectUnchanged(headers, { headers: list(...names) }))

// What Nodemailer makes of `date: new Date(NaN)`.
test('refuses an invalid date', () =>
  expect(refused(headers, { headers: [{ name: 'date', value: 'Invalid Date' }] })).rejects.toMatchObject({
    name: 'SesError',
    reason: 'message-invalid',
    field: 'date',
    message: 'date: expected a valid date, got an invalid one. Give a Date, or leave it out.',
  }))
