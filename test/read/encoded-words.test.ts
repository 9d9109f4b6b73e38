import { decodeWords } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { toUtf8Words } from '../../lib/read/encoded-words.ts'
import { read } from '../help/open-mail.ts'

const decoded = (text: string) => decodeWords(toUtf8Words('subject', text))

describe('an encoded word is decoded', () => {
  test.each<[string, string, string]>([
    ['in windows-1252', '=?windows-1252?Q?=80_5_=96_=93a=94?=', '€ 5 – “a”'],
    ['in iso-8859-1, as programs mean it', '=?iso-8859-1?Q?=80?=', '€'],
    ['in Base64', '=?gbk?B?xOO6ww==?=', '你好'],
    ['with a language', '=?gb2312*zh?B?xOO6ww==?=', '你好'],
    ['beside text', 'Re: =?gbk?B?xOM=?= (=?gbk?B?xOM=?=)', 'Re: 你 (你)'],
    ['a character in halves between two', '=?UTF-8?B?5L0=?= =?UTF-8?B?oA==?=', '你'],
    ['the same, folded, in another charset', '=?gbk?B?xA==?=\r\n =?GBK?B?4w==?=', '你'],
    ['two in different charsets', '=?gbk?B?xOM=?= =?iso-8859-1?Q?=FC?=', '你ü'],
    ['two in Japanese', '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\r\n =?ISO-2022-JP?B?GyRCOGwbKEI=?=', '日本語'],
    ['of a charset that nobody knows, in UTF-8', '=?unknown-8bit?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['of us-ascii, in UTF-8', '=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['with spaces in it', '=?utf-8?Q?a b?=', 'a b'],
    ['what is none', '=?utf-8?X?YQ==?= =? ?= =?a', '=?utf-8?X?YQ==?= =? ?= =?a'],
  ])('%s', (_, text, meant) => expect(decoded(text)).toBe(meant))
})

const undecodable = '=?cp850?Q?Gr=81=E1e?='
const raw = (...lines: string[]) => ['From: a@example.com', 'To: ann@example.org', ...lines].join('\r\n')
const withFile = (disposition: string) =>
  raw('Subject: s', 'Content-Type: application/pdf', `Content-Disposition: ${disposition}`, '', 'a')

describe('one that no one can decode is refused, naming the charset', () => {
  test.each<[string, object, string, string]>([
    ['a subject', { subject: undecodable }, 'subject', 'cp850'],
    ['a name of the sender', { from: `${undecodable} <a@example.com>` }, 'from', 'cp850'],
    ['a name in Reply-To', { replyTo: `${undecodable} <a@example.com>` }, 'replyTo', 'cp850'],
    ['a header', { headers: { 'X-A': undecodable } }, 'x-a', 'cp850'],
    ['a broken byte in UTF-8', { subject: '=?utf-8?B?/w==?=' }, 'subject', 'utf-8'],
    ['raw: a subject', { raw: raw(`Subject: ${undecodable}`, '', 'a') }, 'subject', 'cp850'],
    ['raw: a recipient', { raw: `To: ${undecodable} <b@example.org>\r\n\r\na` }, 'to', 'cp850'],
    ['raw: a name', { raw: withFile(`attachment; filename="${undecodable}"`) }, 'attachments[0]', 'cp850'],
    [
      'raw: a name in the other form',
      { raw: withFile("attachment; filename*=cp850''%81.pdf") },
      'attachments[0]',
      'cp850',
    ],
  ])('%s', (_, mail, field, charset) =>
    expect(read({ text: 'a', ...mail })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field,
      message: `${field}: its bytes are no text in ${charset}. Nothing was sent.`,
    }),
  )
})

test('a word in a name, an address beside it', async () => {
  const letter = await read({
    raw: raw('From: =?windows-1252?Q?=93Shop=94?= <s@example.com>', 'Subject: s', '', 'a').replace(/^.*\r\n/, ''),
  })
  expect(letter.from).toEqual([{ name: '“Shop”', address: 's@example.com' }])
})
