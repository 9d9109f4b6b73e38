import { describe, expect, test } from 'vitest'
import { attachmentLimits } from '../../lib/fit/attachment-limits.ts'
import type { Attachment } from '../../lib/letter.ts'
import type { SesLimits } from '../../lib/options/limits.ts'
import { expectUnchanged, fileOf, refused } from '../help/letters.ts'

const sized = (...sizes: number[]): Attachment[] =>
  sizes.map((size, index) => fileOf({ name: `${index}.bin`, content: Buffer.alloc(size) }))

// "The size of a single attachment exceeds 5 MB", "keep the total attachment size below 8 MB"
// https://www.tencentcloud.com/document/product/1084/44453
describe('takes', () => {
  test.each<[string, Attachment[], Partial<SesLimits>]>([
    ['no files', [], {}],
    ['an empty file', sized(0), {}],
    ['ten files', sized(...Array(10).fill(1)), {}],
    ['a file of 5 MB', sized(5_000_000), {}],
    ['8 MB together', sized(5_000_000, 3_000_000), {}],
    ['what the options allow', sized(7, 7, 7), { attachment: 7, attachments: 21, attachmentCount: 3 }],
    ['anything without limits', sized(6_000_000, 6_000_000), { attachment: Infinity, attachments: Infinity }],
  ])('%s', (_, attachments, limits) => expectUnchanged(attachmentLimits, { attachments }, { limits }))
})

describe('refuses', () => {
  test.each<[string, Attachment[], Partial<SesLimits>, string, string, string]>([
    [
      'eleven files',
      sized(...Array(11).fill(1)),
      {},
      'attachment-refused',
      'attachments',
      'attachments: SES takes at most 10 files, got 11. Put them into one .zip, or send links.',
    ],
    [
      'a file over 5 MB',
      sized(1, 5_000_001),
      {},
      'message-too-large',
      'attachments[1]',
      'attachments[1]: "1.bin" has 5,000,001 bytes, over the 5,000,000 that SES takes. Send a link, or raise `limits` if your account allows more.',
    ],
    [
      'over 8 MB together',
      sized(4_000_000, 4_000_001),
      {},
      'message-too-large',
      'attachments',
      'attachments: the files together have 8,000,001 bytes, over the 8,000,000 that SES takes. Send a link, or raise `limits` if your account allows more.',
    ],
    [
      'more than the options allow',
      sized(1),
      { attachmentCount: 0 },
      'attachment-refused',
      'attachments',
      'attachments: SES takes at most 0 files, got 1. Put them into one .zip, or send links.',
    ],
  ])('%s', (_, attachments, limits, reason, field, message) =>
    expect(refused(attachmentLimits, { attachments }, { limits })).rejects.toMatchObject({
      name: 'SesError',
      reason,
      retry: 'never',
      field,
      message,
    }),
  )
})
