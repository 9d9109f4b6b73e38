import { describe, expect, test } from 'vitest'
import { checkPartCount, checkShape } from '../../lib/read/raw-bounds.ts'

const head = 'Subject: a\r\n\r\n'

describe('takes', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a head alone', 'Subject: a'],
    ['bare line feeds', 'Subject: a\n\nhello\n'],
    ['five million lines', `${head}${'\n'.repeat(4_999_998)}`],
    ['20,000 delimiters', `${head}${'--b\r\n'.repeat(20_000)}`],
    ['a header of 300,000 bytes', `X: ${'a'.repeat(299_996)}\r\n\r\nhello`],
    ['a body of more, with and without a carriage return', `X: a\r\n\r\n${'a'.repeat(1_000_000)}\n`],
    ['a body of one line', `X: a\n\n${'a'.repeat(1_000_000)}`],
  ])('%s', (_, message) => expect(checkShape(Buffer.from(message))).toBeUndefined())
})

describe('refuses', () => {
  test.each<[string, () => Buffer, string]>([
    ['one line more', () => Buffer.from(`${head}${'\n'.repeat(4_999_999)}`), '5,000,000 lines'],
    ['twenty megabytes of empty lines', () => Buffer.alloc(20_000_000, '\n'), '5,000,000 lines'],
    [
      'one delimiter more',
      () => Buffer.from(`${head}${'--b\r\n'.repeat(20_001)}`),
      '20,000 parts, or lines that begin as one with "--"',
    ],
    [
      'twenty megabytes of delimiters',
      () => Buffer.alloc(20_000_000, '--\n'),
      '20,000 parts, or lines that begin as one with "--"',
    ],
    [
      'a header of one byte more',
      () => Buffer.from(`X: ${'a'.repeat(299_998)}\r\n\r\nhello`),
      '300,000 bytes of headers',
    ],
    ['a header of 5 MB in short lines', () => Buffer.alloc(5_000_000, 'X-A: b\r\n'), '300,000 bytes of headers'],
    ['a header without end', () => Buffer.alloc(5_000_000, 'a'), '300,000 bytes of headers'],
  ])('%s', (_, message, most) => {
    const check = () => checkShape(message())
    expect(check).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'message-invalid',
        retry: 'never',
        delivered: 'no',
        field: 'raw',
        message: `raw: has more than ${most}. Nothing was sent.`,
      }),
    )
  })
})

test('parts that were counted', () => {
  expect(checkPartCount(20_000)).toBeUndefined()
  expect(() => checkPartCount(20_001)).toThrow('raw: has more than 20,000 parts')
})
