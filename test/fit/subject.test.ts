import { describe, expect, test } from 'vitest'
import { subject } from '../../lib/fit/subject.ts'
import { expectUnchanged, refused } from '../help/letters.ts'

// Up to 998 characters: https://www.tencentcloud.com/document/product/1084/39649 "Sending Limits"
test.each([
  ['one character', 'x'],
  ['998 characters', 'x'.repeat(998)],
  ['998 Chinese characters', '中'.repeat(998)],
  ['white space around', '  Hi  '],
  ['a line end, which the header will not have', 'a\r\nBcc: eve@example.org'],
])('takes %s', (_, text) => expectUnchanged(subject, { subject: text }))

describe('refuses', () => {
  // "msg.Subject is null: The subject is empty"
  // https://www.tencentcloud.com/document/product/1084/44453 "General business error description"
  test.each([
    ['none', ''],
    ['spaces', '   '],
    ['line ends', '\r\n\t'],
    ['an ideographic space', '\u3000'],
  ])('%s', (_, text) =>
    expect(refused(subject, { subject: text })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      field: 'subject',
      message: 'subject: a subject is required, got none. Give `subject`.',
    }),
  )

  test('999 characters', () =>
    expect(refused(subject, { subject: '中'.repeat(999) })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'subject',
      message: expect.stringContaining('SES takes at most 998 characters, got 999.'),
    }))
})
