import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseReply } from '../../lib/explain/reply.ts'

const head = '554 5.0.0 Error: transaction failed, blame it on the weather: '

// The three replies on record, verbatim.
// https://github.com/songquanpeng/one-api/issues/1630
const real = `${head}##SES-response-json:{"Response":{"RequestId":"111d9e76-96b9-46a8-9a0b-e19dba0a75d6","QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。"}}}}`
// https://cloud.tencent.com/document/product/1288/65754
const chinese = `${head}##SES-response-json: {"Response":{"RequestId":"bee4e9fb-8127-48cc-b606-bbb1e801596b","QcloudError":{"Error":{"Code":"FailedOperation.MissingEmailContent.操作失败。缺少发信内容（TemplateData和Simple不能同时为空)。`
// https://www.tencentcloud.com/document/product/1084/44453 "Business errors"
const english = `${head}##SES-response-json: {"Response":{"RequestId":"bee4e9fb-8127-48cc-b606-bbb1e801596b","QcloudError":{"Error":{"Code":"FailedOperation.MissingEmailContent. The operation failed. The content of the email is missing (TemplateData and Simple cannot be both empty).`

const parsedReal = {
  status: 554,
  enhanced: '5.0.0',
  code: 'FailedOperation.NotAuthenticatedSender',
  message: '操作失败。发件sender没有经过认证，无法发送。',
  requestId: '111d9e76-96b9-46a8-9a0b-e19dba0a75d6',
}

describe('replies on record', () => {
  test('a real one', () => expect(parseReply(real)).toEqual(parsedReal))

  test('the Chinese sample, cut off', () =>
    expect(parseReply(chinese)).toEqual({
      status: 554,
      enhanced: '5.0.0',
      code: 'FailedOperation.MissingEmailContent',
      message: '操作失败。缺少发信内容（TemplateData和Simple不能同时为空)。',
      requestId: 'bee4e9fb-8127-48cc-b606-bbb1e801596b',
      cut: true,
    }))

  test('the English sample, cut off', () =>
    expect(parseReply(english)).toEqual({
      status: 554,
      enhanced: '5.0.0',
      code: 'FailedOperation.MissingEmailContent',
      message:
        'The operation failed. The content of the email is missing (TemplateData and Simple cannot be both empty).',
      requestId: 'bee4e9fb-8127-48cc-b606-bbb1e801596b',
      cut: true,
    }))
})

describe('shapes', () => {
  const error = '{"Code":"FailedOperation.IncorrectSender","Message":"The sender format is incorrect."}'
  const expected = { code: 'FailedOperation.IncorrectSender', message: 'The sender format is incorrect.' }

  test.each([
    [
      'QcloudError.Error',
      `${head}##SES-response-json: {"Response":{"RequestId":"r","QcloudError":{"Error":${error}}}}`,
    ],
    ['QcloudError', `${head}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":${error}}}`],
    ['Response.Error', `${head}##SES-response-json:{"Response":{"Error":${error},"RequestId":"r"}}`],
    [
      'white space in the JSON',
      `${head}##SES-response-json: {"RequestId" : "r", ${error.replace(':', ' : ').slice(1)}`,
    ],
    ['JSON in a string', `${head}${JSON.stringify(`{"RequestId":"r","Error":${error}}`)}`],
    ["behind Nodemailer's words", `Message failed: ${head}{"RequestId":"r","Error":${error}}`],
  ])('%s', (_, text) => {
    expect(parseReply(text)).toEqual({ status: 554, enhanced: '5.0.0', requestId: 'r', ...expected })
  })

  test.each([1, 2, 3])('JSON in a string, %i times', (times) => {
    const json = `{"RequestId":"r","Error":{"Code":"FailedOperation.IncorrectSender.\\u64cd作\\"\\n。"}}`
    const nested = Array.from({ length: times }).reduce<string>((text) => JSON.stringify(text), json)
    expect(parseReply(`${head}${nested}`)).toMatchObject({
      code: 'FailedOperation.IncorrectSender',
      message: '操作"\n。',
      requestId: 'r',
    })
  })

  test('escapes in the JSON', () => {
    const text = `${head}{"Code":"FailedOperation.IncorrectSender.\\u64cd\\u4f5c\\"\\n\\u5931\\u8d25"}`
    expect(parseReply(text)).toMatchObject({ code: 'FailedOperation.IncorrectSender', message: '操作"\n失败' })
  })
})

describe('where a code ends', () => {
  // biome-ignore format: a table
  test.each([
    // Code as given                                     code                                   message
    ['FailedOperation.msg.From is null',                 'FailedOperation',                     'msg.From is null'],
    ['FailedOperation. msg.Subject is null',             'FailedOperation',                     'msg.Subject is null'],
    ['FailedOperation msg.Body is null',                 'FailedOperation',                     'msg.Body is null'],
    ['FailedOperation.Content-Type must in...',          'FailedOperation',                     'Content-Type must in...'],
    ['FailedOperation.Content-Transfer-Encoding must in', 'FailedOperation',                    'Content-Transfer-Encoding must in'],
    ['FailedOperation.Mime-Version must in...',          'FailedOperation',                     'Mime-Version must in...'],
    ['FailedOperation.The email is too large. Remove',   'FailedOperation',                     'The email is too large. Remove'],
    ['FailedOperation.Incorrect body content. Make',     'FailedOperation',                     'Incorrect body content. Make'],
    ['FailedOperation.SMTPForbidden',                    'FailedOperation.SMTPForbidden',       ''],
    ['FailedOperation.操作失败。',                        'FailedOperation',                     '操作失败。'],
    ['FailedOperation.FrequencyLimit发送过多',            'FailedOperation.FrequencyLimit',      '发送过多'],
    ['FailedOperation.FrequencyLimit。发送过多',          'FailedOperation.FrequencyLimit',      '发送过多'],
    ['FailedOperation.FrequencyLimit. Too many',         'FailedOperation.FrequencyLimit',      'Too many'],
    ['FailedOperation.FrequencyLimit Too many',          'FailedOperation.FrequencyLimit',      'Too many'],
    ['FailedOperation.FrequencyLimit: Too many',         'FailedOperation.FrequencyLimit',      'Too many'],
    ['RequestLimitExceeded.SmtpRateLimit.smtp sending',  'RequestLimitExceeded.SmtpRateLimit',  'smtp sending'],
    ['FailedOperation.NewerThanThisTable.新的',           'FailedOperation.NewerThanThisTable',  '新的'],
    ['InternalError',                                    'InternalError',                       ''],
    ['InternalError.内部错误。',                          'InternalError',                       '内部错误。'],
    ['msg.From is null',                                 undefined,                             'msg.From is null'],
    ['The email is too large',                           undefined,                             'The email is too large'],
    ['',                                                 undefined,                             ''],
  ])('%s', (given, code, message) => {
    const parsed = parseReply(`${head}##SES-response-json:{"QcloudError":{"Error":{"Code":"${given}"}}}`)
    expect([parsed.code, parsed.message]).toEqual([code, message])
  })
})

describe('where a reply was cut off', () => {
  // biome-ignore format: a table
  test.each([
    // Behind the head                                            cut    code                                partial code
    ['',                                                          true,  undefined,                          undefined],
    ['##SES-response-j',                                          true,  undefined,                          undefined],
    ['##SES-response-json: {"Response":{"RequestId":"r"',         true,  undefined,                          undefined],
    ['##SES-response-json: {"Response":{"RequestId":"r"}}',       undefined, undefined,                      undefined],
    ['{"Code":"',                                                 true,  undefined,                          undefined],
    ['{"Code":"Fail',                                             true,  undefined,                          'Fail'],
    ['{"Code":"FailedOperation',                                  true,  'FailedOperation',                  'FailedOperation'],
    ['{"Code":"FailedOperation.',                                 true,  'FailedOperation',                  'FailedOperation.'],
    ['{"Code":"FailedOperation.Fr',                               true,  'FailedOperation',                  'FailedOperation.Fr'],
    ['{"Code":"FailedOperation.FrequencyLimit',                   true,  'FailedOperation.FrequencyLimit',   'FailedOperation.FrequencyLimit'],
    ['{"Code":"FailedOperation.FrequencyLimit.',                  true,  'FailedOperation.FrequencyLimit',   undefined],
    ['{"Code":"FailedOperation.操作',                              true,  'FailedOperation',                  undefined],
    ['{"Code":"FailedOperation.操作失败。"',                        true,  'FailedOperation',                  undefined],
    ['{"Code":"FailedOperation.操作失败。"}',                       undefined, 'FailedOperation',              undefined],
    ['{"Code":"FailedOperation.{a}\\"{"}',                        undefined, 'FailedOperation',              undefined],
    ['FailedOperation.Fr',                                        true,  'FailedOperation',                  'FailedOperation.Fr'],
    ['FailedOperation.Fr and so on',                              undefined, 'FailedOperation',              undefined],
    ['smtp: too lon',                                             undefined, undefined,                      undefined],
  ])('%s', (words, cut, code, partialCode) => {
    const parsed = parseReply(`${head}${words}`)
    expect([parsed.cut, parsed.code, parsed.partialCode]).toEqual([cut, code, partialCode])
  })

  test('not in a text that is no reply', () => {
    expect(parseReply('InvalidParameter').partialCode).toBeUndefined()
    expect(parseReply('Error')).toEqual({ message: 'Error' })
  })
})

describe('what is no code and no request id of SES', () => {
  test.each(['A'.repeat(65), `FailedOperation.${'A'.repeat(65)}`])('a word of %# characters without end', (code) => {
    const { code: read = '' } = parseReply(`${head}{"Code":"${code}"}`)
    expect(read.length).toBeLessThan(64)
  })

  test.each(['a b', 'a\\nb', 'r'.repeat(65), ''])('the request id %j', (requestId) =>
    expect(parseReply(`${head}{"RequestId":"${requestId}","Code":"InternalError"}`).requestId).toBeUndefined(),
  )
})

describe('cut off at every byte', () => {
  const bytes = Buffer.from(real)
  const cuts = Array.from({ length: bytes.length + 1 }, (_, end) => bytes.subarray(0, end))

  test.each(['utf8', 'latin1'] as const)('read as %s', (encoding) => {
    for (const cut of cuts) {
      const { status, code, requestId } = parseReply(cut.toString(encoding))
      expect(status).toBe(cut.length < 3 ? undefined : 554)
      expect([undefined, 'FailedOperation', parsedReal.code]).toContain(code)
      expect([undefined, parsedReal.requestId]).toContain(requestId)
    }
  })

  test('the code stands as soon as it is there', () => {
    const end = real.indexOf('Sender.') + 'Sender'.length
    expect(parseReply(real.slice(0, end - 1)).code).toBe('FailedOperation')
    expect(parseReply(real.slice(0, end)).code).toBe(parsedReal.code)
  })
})

describe('read as Latin-1', () => {
  const misread = (text: string) => Buffer.from(text).toString('latin1')

  test('UTF-8 comes back', () => expect(parseReply(misread(real))).toEqual(parsedReal))
  test('half a character at the end is left out', () =>
    expect(parseReply(misread(real.slice(0, real.indexOf('失败') + 1)).slice(0, -1)).message).toBe('操作'))
  test('a character broken in the middle does not spoil the others', () => {
    const bytes = [Buffer.from('550 收件人'), Buffer.from('退').subarray(0, 2), Buffer.from('..."}')]
    expect(parseReply(Buffer.concat(bytes).toString('latin1')).message).toBe('收件人\ufffd..."}')
  })
  test('what is no UTF-8 stays', () => expect(parseReply('550 caf\xe9 ferm\xe9').message).toBe('caf\xe9 ferm\xe9'))
  test('what ends like half a character stays', () => expect(parseReply('550 caf\xe9').message).toBe('caf\xe9'))
})

describe('over several lines', () => {
  test.each([
    [
      'continued',
      `554-5.0.0 Error: x: ##SES-response-json:\r\n554-5.0.0 {"RequestId":"r",\r\n554 5.0.0 "Code":"FailedOperation.IncorrectEmail.邮箱地址错误。"}`,
    ],
    [
      'raw lines',
      '554 5.0.0 Error: x: ##SES-response-json: {\n  "RequestId": "r",\n  "Code": "FailedOperation.IncorrectEmail.邮箱地址错误。"\n}',
    ],
    [
      'broken within a word',
      '554-5.0.0 {"RequestId":"r","Code":"FailedOperation.Incor\n554 5.0.0 rectEmail.邮箱地址错误。"}',
    ],
    [
      'continued without enhanced codes',
      '554-{"RequestId":"r","Code":"Failed\n554 Operation.IncorrectEmail.邮箱地址错误。"}',
    ],
  ])('%s', (_, text) => {
    expect(parseReply(text)).toMatchObject({
      status: 554,
      code: 'FailedOperation.IncorrectEmail',
      message: '邮箱地址错误。',
      requestId: 'r',
    })
  })
})

describe('no reply of SES', () => {
  test.each([
    ['', { message: '' }],
    ['554', { status: 554, message: '' }],
    ['535 Invalid login or password', { status: 535, message: 'Invalid login or password' }],
    ['250 2.0.0 OK: queued', { status: 250, enhanced: '2.0.0', message: 'OK: queued' }],
    ['5541 is no status', { message: '5541 is no status' }],
    ['read ECONNRESET', { message: 'read ECONNRESET' }],
    ['FailedOperation.FrequencyLimit', { code: 'FailedOperation.FrequencyLimit', message: '' }],
    ['535 denied: FailedOperation, SMTPForbidden', { status: 535, code: 'FailedOperation', message: 'SMTPForbidden' }],
  ])('%j', (text, expected) => expect(parseReply(text)).toEqual(expected))

  test('undefined, from JavaScript', () => expect(parseReply(undefined as never)).toEqual({ message: '' }))
})

describe('anything', () => {
  const pieces = fc.constantFrom(
    real,
    '"Code":"',
    '"Code"',
    '\\"',
    '\\',
    '"',
    '554-',
    '554 ',
    '\r\n',
    'FailedOperation',
    '.',
    ' ',
    '操',
    '\xe6',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }).map((all) => all.join('')),
  )

  test('never throws, and gives a message', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseReply(text).message).toBeTypeOf('string')
      }),
    )
  })

  // Without a bound each of these takes minutes if time grows with the square.
  test.each([
    ['spaces', ' '],
    ['keys without end', '"Code" '],
    ['keys and spaces', '"Code"         :     '],
    ['backslashes', '\\'],
    ['escaped quotes', '\\"Code\\"'],
    ['lines', '\n554 '],
    ['letters', 'A'],
    ['codes', 'FailedOperation.'],
    ['misread', '\xe6\x93\x8d'],
  ])('megabytes of %s', (_, unit) => {
    const text = `554-${unit.repeat(8_000_000 / unit.length)}`
    expect(parseReply(text).message.length).toBeLessThanOrEqual(64 * 1024)
  })

  test('a code before megabytes of words', () => {
    expect(parseReply(`${head}{"Code":"FailedOperation.FrequencyLimit. ${'a'.repeat(5_000_000)}`).code).toBe(
      'FailedOperation.FrequencyLimit',
    )
  })
})
