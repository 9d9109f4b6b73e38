// Every row of the provider's page (of 2026-03-09), in its order and its words, and a mail that breaks it:
// https://www.tencentcloud.com/document/product/1084/44453
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, mail, mailWithFiles, sender } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

async function send(message: string, options: EmulatorOptions = {}, envelope = {}): Promise<string> {
  ses = await startEmulator(options)
  const client = await dialIn(ses)
  const reply = await client.send(message, envelope)
  expect(await client.say('NOOP')).toMatch(/^250/) // the connection stays usable
  return code(reply)
}

/** The code with its text, of an error in the form of the one real reply. */
function code(reply: string): string {
  const start = '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:'
  if (!reply.startsWith(start)) return reply
  const json = JSON.parse(reply.slice(start.length)) as { Response: { QcloudError: { Error: { Code: string } } } }
  return json.Response.QcloudError.Error.Code
}

const accepted = '250 2.0.0 OK: queued'

describe('Input Parameters', () => {
  const contentType =
    'FailedOperation.Content-Type must in [text/plain; charset=UTF-8,text/html; charset=UTF-8,multipart/mixed,multipart/related,multipart/alternative]'

  test.each([
    [
      'Bcc',
      'Currently unsupported',
      mail({ Bcc: 'bob@example.org' }),
      'bcc',
      'UnsupportedOperation.Bcc is currently unsupported',
    ],
    [
      'Cc',
      'Currently unsupported',
      mail({ Cc: 'bob@example.org' }),
      'cc',
      'UnsupportedOperation.Cc is currently unsupported',
    ],
    [
      'Content-Transfer-Encoding',
      "Currently unused. You can leave it empty. Content except attachments doesn't need to be encrypted",
      mail({ 'Content-Transfer-Encoding': 'quoted-printable' }),
      'content-transfer-encoding',
      'FailedOperation.Content-Transfer-Encoding must in [7bit,8bit,base64]',
    ],
    [
      'Content-Type',
      'Currently, you can pass in only text/plain',
      mail({ 'Content-Type': 'text/calendar; charset=UTF-8' }),
      'content-type',
      contentType,
    ],
    ['Content-Type', 'charset=UTF-8', mail({ 'Content-Type': 'text/html; charset=GBK' }), 'content-type', contentType],
    ['Content-Type', 'charset=UTF-8', mail({ 'Content-Type': 'text/plain' }), 'content-type', contentType],
    ['Content-Type', 'of all', mail({ 'Content-Type': null }), 'content-type', contentType],
    [
      'Content-Type',
      'of a part',
      mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\nContent-Type: image/png\n\nx\n--b--'),
      'content-type',
      contentType,
    ],
    [
      'Content-Type',
      'multipart/mixed, multipart/related, or multipart/alternative',
      mail({ 'Content-Type': 'multipart/signed; boundary=b' }),
      'content-type',
      contentType,
    ],
    [
      'Content-Transfer-Encoding',
      'of a multipart itself',
      mail(
        { 'Content-Type': 'multipart/mixed; boundary=b', 'Content-Transfer-Encoding': 'quoted-printable' },
        '--b\nContent-Type: text/plain; charset=UTF-8\n\nHi\n--b--',
      ),
      'content-transfer-encoding',
      'FailedOperation.Content-Transfer-Encoding must in [7bit,8bit,base64]',
    ],
    ['From', 'empty in an encoded word', mail({ From: '=?UTF-8?B??=' }), 'from', 'FailedOperation.msg.From is null'],
    ['From', 'Required', mail({ From: null }), 'from', 'FailedOperation.msg.From is null'],
    ['From', 'The sender is empty', mail({ From: '' }), 'from', 'FailedOperation.msg.From is null'],
    [
      'MIME-Version',
      'Leave it empty or pass in 1.0; otherwise, an error will be reported',
      mail({ 'MIME-Version': '1.1' }),
      'mime-version',
      'FailedOperation.Mime-Version must in [1.0]',
    ],
    ['Subject', 'Required', mail({ Subject: null }), 'subject', 'FailedOperation.msg.Subject is null'],
    ['Subject', 'The subject is empty', mail({ Subject: '' }), 'subject', 'FailedOperation.msg.Subject is null'],
    [
      'Subject',
      'empty in an encoded word',
      mail({ Subject: '=?UTF-8?B??=' }),
      'subject',
      'FailedOperation.msg.Subject is null',
    ],
    [
      'Subject',
      'empty in two, of which one is in Q',
      mail({ Subject: '=?UTF-8?Q??=\n =?utf-8?b??=' }),
      'subject',
      'FailedOperation.msg.Subject is null',
    ],
    [
      'To',
      'Required',
      mail({ To: null }),
      'to',
      'InvalidParameterValue.EmailAddressIsNULL.参数取值错误。收件或者发件地址为空，请检查邮件地址。',
    ],
  ])('%s: %s', async (_field, _words, message, row, answer) => {
    expect(await send(message)).toBe(answer)
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', delivered: false, row }])
    expect(ses.inbox).toEqual([])
  })

  test.each([
    [
      'Date, Delivered-To, Message-ID, Received, Reply-To, Return-Path: Currently unused',
      mail({
        Date: 'today',
        'Delivered-To': 'x',
        'Message-ID': 'x',
        Received: 'x',
        'Reply-To': 'x',
        'Return-Path': 'x',
      }),
    ],
    ['MIME-Version: Leave it empty', mail({ 'MIME-Version': '' })],
    ['MIME-Version: Currently unused', mail({ 'MIME-Version': null })],
    ['Content-Transfer-Encoding: 7bit', mail({ 'Content-Transfer-Encoding': '7bit' })],
    ['Content-Transfer-Encoding: 8bit', mail({ 'Content-Transfer-Encoding': '8bit' }, '你好')],
    ['Content-Transfer-Encoding: base64', mail({ 'Content-Transfer-Encoding': 'BASE64' }, 'SGk=')],
    ['Content-Type: text/plain; charset=UTF-8', mail({ 'Content-Type': 'text/plain; charset=UTF-8' })],
    [
      'Content-Type: multipart in multipart',
      mail(
        { 'Content-Type': 'multipart/mixed; boundary="a b"' },
        '--a b\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain; charset=utf-8\n\nHi\n--a--\n--a b--',
      ),
    ],
  ])('taken: %s', async (_, message) => {
    expect(await send(message)).toBe(accepted)
  })
})

describe('Attachment parameters (when sending attachment)', () => {
  test.each([
    [
      'Content-Transfer-Encoding',
      'Currently, only Base64 is supported, and an error will be reported if you pass in other values',
      { 'Content-Transfer-Encoding': '7bit' },
      'attachment-content-transfer-encoding',
      'FailedOperation.Content-Transfer-Encoding must in [base64]',
    ],
    [
      'Content-Transfer-Encoding',
      'left out',
      { 'Content-Transfer-Encoding': null },
      'attachment-content-transfer-encoding',
      'FailedOperation.Content-Transfer-Encoding must in [base64]',
    ],
    [
      'Content-Disposition',
      'Currently, you can only pass in attachment, and attachments cannot be sent if you pass in other values',
      { 'Content-Disposition': 'inline; filename=a.txt' },
      'attachment-content-disposition',
      'UnsupportedOperation.Content-Disposition other than attachment is currently unsupported',
    ],
    [
      'Content-ID',
      'Currently unsupported',
      { 'Content-ID': '<a>' },
      'attachment-content-id',
      'UnsupportedOperation.Content-ID is currently unsupported',
    ],
    [
      'Content-Location',
      'Currently unsupported',
      { 'Content-Location': 'a' },
      'attachment-content-location',
      'UnsupportedOperation.Content-Location is currently unsupported',
    ],
    [
      'Content-Base',
      'Currently unsupported',
      { 'Content-Base': 'a' },
      'attachment-content-base',
      'UnsupportedOperation.Content-Base is currently unsupported',
    ],
  ])('%s: %s', async (_field, _words, file, row, answer) => {
    expect(await send(mailWithFiles({}, file))).toBe(answer)
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', row }])
  })

  test('an attachment as the page wants it arrives', async () => {
    expect(await send(mailWithFiles({}))).toBe(accepted)
    expect(ses.inbox[0]?.attachments).toEqual([
      { name: 'a.txt', type: 'application/octet-stream', content: Buffer.from('hello') },
    ])
    expect(ses.inbox[0]?.text).toBe('Hi')
  })
})

describe('System errors', () => {
  test('There are 2,000 or more characters in a single line in the email body.', async () => {
    ses = await startEmulator()
    const client = await dialIn(ses)
    expect(await client.send(mail({}, 'x'.repeat(2000)))).toBe(
      '554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream',
    )
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', row: 'system-1' }])
  })

  test('If the attachment is about 9 MB in size, EOF will be returned.', async () => {
    ses = await startEmulator()
    const client = await dialIn(ses)
    const body = `${'A'.repeat(76)}\n`.repeat((9 * 2 ** 20) / 57)
    expect(await client.send(mailWithFiles({ body }))).toBe('')
    expect(await client.closed).toBe('end')
    expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false, row: 'system-2' }])
  })

  test('Otherwise, the content will be truncated, and other exception errors such as Base64 decoding failure will be reported.', async () => {
    const body = `${'A'.repeat(76)}\n`.repeat((8 * 2 ** 20) / 57)
    expect(await send(mailWithFiles({ body }))).toBe(
      'FailedOperation.Incorrect attachment content. Make sure the base64 content is correct.',
    )
  })
})

describe('Base64, as Go reads it', () => {
  const inBase64 = (body: string) => mail({ 'Content-Transfer-Encoding': 'base64' }, body)

  test.each([
    ['SGkg', accepted],
    ['SG\nkg', accepted],
    ['SGk=', accepted],
    ...[' SGkg', 'SGkg ', 'SG kg', 'SGkg\t', 'SGkg\f', '\u00a0SGkg', 'SGkg\n ', 'SGk', 'SGk=SGk=', 'SGk-'].map(
      (body): [string, string] => [
        body,
        'FailedOperation.Incorrect body content. Make sure the base64 content is correct.',
      ],
    ),
  ])('body %j', async (body, answer) => {
    expect(await send(inBase64(body))).toBe(answer)
  })

  test('and so an attachment', async () => {
    expect(await send(mailWithFiles({ body: 'aGVsbG8= ' }))).toBe(
      'FailedOperation.Incorrect attachment content. Make sure the base64 content is correct.',
    )
  })
})

describe('General business error description', () => {
  const megabyte = 2 ** 20
  const limits = { attachment: 60, attachments: 100 }

  // The rows that stand among the input parameters above are not here again.
  test.each([
    ['FailedOperation', 'msg.Body is null', mail({}, ''), {}, 'body-null', 'FailedOperation.msg.Body is null'],
    [
      'FailedOperation',
      'The email is too large. Remove some content...',
      mail({}, `${'x'.repeat(1022)}\n`.repeat(1025)),
      {},
      'body-size',
      'FailedOperation.The email is too large. Remove some content and try again.',
    ],
    [
      'FailedOperation',
      'Incorrect attachment content. Make sure the base64 content is...',
      mailWithFiles({ body: 'aGVsbG8' }),
      {},
      'attachment-content',
      'FailedOperation.Incorrect attachment content. Make sure the base64 content is correct.',
    ],
    [
      'FailedOperation',
      'The attachments are too large. Make sure they do not exceed the...',
      mailWithFiles({ body: Buffer.alloc(61).toString('base64') }),
      { limits },
      'attachment-size',
      'FailedOperation.The attachments are too large. Make sure they do not exceed the size limit of attachments.',
    ],
    [
      'FailedOperation',
      '... or the total size of all attachments',
      mailWithFiles(...Array(2).fill({ body: Buffer.alloc(51).toString('base64') })),
      { limits },
      'attachment-size',
      'FailedOperation.The attachments are too large. Make sure they do not exceed the size limit of attachments.',
    ],
    [
      'RequestLimitExceeded.SmtpRateLimit',
      'smtp sending frequency limit...',
      mail(),
      { rateLimit: { perSecond: 0 } },
      'rate-limit',
      'RequestLimitExceeded.SmtpRateLimit.smtp sending frequency limit. Please try again later.',
    ],
    [
      'FailedOperation',
      'Incorrect body content. Make sure the base64 content is correct.',
      mail({ 'Content-Transfer-Encoding': 'base64' }, '你好'),
      {},
      'body-content',
      'FailedOperation.Incorrect body content. Make sure the base64 content is correct.',
    ],
    [
      'FailedOperation',
      'SMTPForbidden',
      mail(),
      { individualAccount: true },
      'smtp-forbidden',
      'FailedOperation.SMTPForbidden',
    ],
  ])('%s: %s', async (_code, _words, message, options, row, answer) => {
    expect(await send(message, options)).toBe(answer)
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', row }])
  })

  test.each([
    ['a body of 1 MB is taken', mail({ 'Content-Transfer-Encoding': 'base64' }, lines(megabyte)), accepted],
    ['an attachment of 5 MB is taken', mailWithFiles({ body: lines(5 * megabyte) }), accepted],
    [
      'and one byte more is not',
      mailWithFiles({ body: lines(5 * megabyte + 1) }),
      'FailedOperation.The attachments are too large. Make sure they do not exceed the size limit of attachments.',
    ],
  ])('%s', async (_, message, answer) => {
    expect(await send(message)).toBe(answer)
  })

  function lines(bytes: number): string {
    return Buffer.alloc(bytes, 1).toString('base64').replace(/.{76}/g, '$&\n')
  }
})

// "You can refer to the descriptions of error codes in SendEmail": https://www.tencentcloud.com/document/product/1084/39408
describe('Other business errors', () => {
  const many = Array.from({ length: 51 }, (_, index) => `u${index}@example.org`)
  const named = (name: string) => mailWithFiles({ 'Content-Disposition': `attachment; filename="${name}"` })
  const badName =
    'FailedOperation.InvalidAttachName.操作失败。不支持的附件名称，请检查附件名称是否含有特殊字符，详情请参考附录附件说明。'
  const badSender = 'FailedOperation.IncorrectSender.操作失败。发件人格式不正确。请参考文档示例填写。'
  const notSender = 'FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。'

  test.each<[string, string, object, string]>([
    ['a colon in the alias', mail({ From: `Foo: Bar <${sender}>` }), {}, badSender],
    ['two spaces after the alias', mail({ From: `Shop  <${sender}>` }), {}, badSender],
    ['two senders', mail({ From: `a@example.org, ${sender}` }), {}, badSender],
    // The one real error known in full: https://github.com/songquanpeng/one-api/issues/1630
    ['no space after the alias', mail({ From: `Shop<${sender}>` }), {}, notSender],
    ['From that is not the login', mail({ From: 'Shop <shop@mail.example.com>' }), {}, notSender],
    ['an address without its end', mail({ From: `Shop <${sender}` }), {}, badSender],
    ['blanks in the brackets', mail({ From: `Shop < ${sender} >` }), {}, badSender],
    ['two addresses in brackets', mail({ From: `<a@example.org> <${sender}>` }), {}, badSender],
    ['something behind the address', mail({ From: `Shop <${sender}> x` }), {}, badSender],
    ['no address', mail({ From: 'Shop' }), {}, badSender],
    ...[
      'ann@',
      '@example.org',
      'ann',
      'a b@example.org',
      'ann@example..org',
      'ann@exam ple.org',
      'a@b@example.org',
    ].map((to): [string, string, object, string] => [
      `RCPT TO:<${to}>`,
      mail(),
      { to: ['ann@example.org', to] },
      'InvalidParameterValue.ReceiverEmailInvalid.参数取值错误。收件人地址错误。',
    ]),
    [
      'an address in To that is none',
      mail({ To: 'ann@example.org, bob@' }),
      {},
      'InvalidParameterValue.ReceiverEmailInvalid.参数取值错误。收件人地址错误。',
    ],
    ['MAIL FROM that is not the login', mail(), { from: 'shop@mail.example.com' }, notSender],
    [
      '51 recipients',
      mail({ To: many.join(',\n ') }),
      { to: many },
      'FailedOperation.TooManyRecipients.操作失败。收件人数太多，最多支持同时发送50人。',
    ],
    [
      'a recipient that is not in To',
      mail(),
      { to: ['ann@example.org', 'bob@example.org'] },
      'UnsupportedOperation.A recipient that is not in To, or one in To that is no recipient, is currently unsupported',
    ],
    [
      'an address in To that is no recipient',
      mail({ To: 'ann@example.org, bob@example.org' }),
      {},
      'UnsupportedOperation.A recipient that is not in To, or one in To that is no recipient, is currently unsupported',
    ],
    [
      'a subject of 999 characters',
      mail({ Subject: 'x'.repeat(999) }),
      {},
      'InvalidParameterValue.Subject must not exceed 998 characters.',
    ],
    [
      '11 attachments',
      mailWithFiles(...Array(11).fill({})),
      {},
      'FailedOperation.TooManyAttachments.操作失败。附件数量太多，单封邮件最多支持10个附件。',
    ],
    ...[...'?*|<>:/ '].map((character): [string, string, object, string] => [
      `a file name with ${character}`,
      named(`a${character}b.txt`),
      {},
      badName,
    ]),
    ['a file name with a backslash', named('a\\\\b.txt'), {}, badName],
    ['a file name with a quote', named('a\\"b.txt'), {}, badName],
    ['a file name of 256 characters', named(`${'x'.repeat(252)}.txt`), {}, badName],
    [
      'an encoded file name with a space',
      mailWithFiles({ 'Content-Disposition': "attachment; filename*0*=utf-8''%E4%BD%A0%20; filename*1=b.txt" }),
      {},
      badName,
    ],
    ['a type that is not supported', named('a.EXE'), {}, badName],
    ['a type that an older page does not support', named('a.vbs'), {}, badName],
  ])('%s', async (_, message, envelope, answer) => {
    expect(await send(message, {}, envelope)).toBe(answer)
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', row: expect.any(String), words: expect.any(String) }])
  })

  test.each([
    ['an address alone', mail({ From: sender })],
    ['an encoded alias', mail({ From: `=?UTF-8?B?5ZWG5bqX?= <${sender}>` })],
    ['an alias in quotes: not known, so taken', mail({ From: `"Shop, Ltd." <${sender}>` })],
    ['a folded From: not known, so taken', mail({ From: `Shop\n <${sender}>` })],
    ['a subject of 998 characters', mail({ Subject: 'x'.repeat(998) })],
    ['a file of a type on neither list: not known, so taken', named('a.json')],
    [
      'a Chinese file name',
      mailWithFiles({ 'Content-Disposition': "attachment; filename*0*=utf-8''%E4%BD%A0%E5%A5%BD; filename*1*=.txt" }),
    ],
  ])('taken: %s', async (_, message) => {
    expect(await send(message)).toBe(accepted)
  })

  test.each([
    ['an alias in quotes', mail({ From: `"Shop" <${sender}>` }), badSender],
    ['a folded From', mail({ From: `Shop\n <${sender}>` }), badSender],
    ['a file of a type on neither list', named('a.json'), badName],
  ])('strict: %s is refused', async (_, message, answer) => {
    expect(await send(message, { undocumented: { strict: true } })).toBe(answer)
  })
})

describe('what is cut off', () => {
  test('a text whose last boundary is missing', async () => {
    const message = mail(
      { 'Content-Type': 'multipart/alternative; boundary=b' },
      '--b\nContent-Type: text/plain; charset=UTF-8\n\nHi',
    )
    expect(await send(message)).toBe(
      '554 5.0.0 Error: transaction failed, blame it on the weather: multipart: NextPart: EOF',
    )
    expect(ses.ledger).toMatchObject([{ outcome: 'refused', row: 'cut-off' }])
  })
})

test('the total size of all attachments exceeds 10 MB: 3 of 4 MB', async () => {
  const body = `${'A'.repeat(76)}\n`.repeat((4 * 2 ** 20) / 57)
  const files = ['a', 'b', 'c'].map((name) => ({ body, 'Content-Disposition': `attachment; filename=${name}.txt` }))
  expect(await send(mailWithFiles(...files))).toBe(
    'FailedOperation.The attachments are too large. Make sure they do not exceed the size limit of attachments.',
  )
  expect(ses.ledger).toMatchObject([{ outcome: 'refused', row: 'attachment-size' }])
})
