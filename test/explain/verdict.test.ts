import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Meaning } from '../../lib/errors.ts'
import { explainReply } from '../../lib/explain/verdict.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

// Four hours before midnight in China.
const now = Date.parse('2026-11-23T12:00:00.000Z')
const CHINA_MIDNIGHT = 4 * HOUR

const head = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const explain = (text: string) => explainReply(text, { now })
const misread = (text: string) => Buffer.from(text).toString('latin1')

// "General business error description", in its order and its words (page of 2026-03-09):
// https://www.tencentcloud.com/document/product/1084/44453
// biome-ignore format: a table
const documented = [
  // Error Code                          Error Description                                                    reason                retry
  ['FailedOperation',                    'msg.From is null',                                                  'sender-refused',     'never'],
  ['FailedOperation',                    'msg.Subject is null',                                               'message-invalid',    'never'],
  ['FailedOperation',                    'msg.Body is null',                                                  'message-invalid',    'never'],
  ['FailedOperation',                    'Content-Transfer-Encoding must in...',                              'message-invalid',    'never'],
  ['FailedOperation',                    'Content-Type must in...',                                           'message-invalid',    'never'],
  ['FailedOperation',                    'Mime-Version must in...',                                           'message-invalid',    'never'],
  ['FailedOperation',                    'The email is too large. Remove some content...',                    'message-too-large',  'never'],
  ['FailedOperation',                    'Incorrect attachment content. Make sure the base64 content is...',  'attachment-refused', 'never'],
  ['FailedOperation',                    'The attachments are too large. Make sure they do not exceed the...', 'message-too-large', 'never'],
  ['RequestLimitExceeded.SmtpRateLimit', 'smtp sending frequency limit...',                                   'rate-limited',       'soon'],
  ['FailedOperation',                    'Incorrect body content. Make sure the base64 content is correct.',  'message-invalid',    'never'],
  ['FailedOperation',                    'SMTPForbidden',                                                     'account-refused',    'never'],
] as const

describe.each(documented)('%s: %s', (code, description, reason, retry) => {
  test.each([
    [
      'behind the code',
      `${head}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"${code}.${description}"}}}}`,
    ],
    [
      'behind the code and a space',
      `${head}##SES-response-json: {"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"${code}. ${description}"}}}}`,
    ],
    [
      'as Message',
      `${head}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Code":"${code}","Message":"${description}"}}}`,
    ],
    [
      'cut off',
      `${head}##SES-response-json: {"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"${code}.${description}`,
    ],
    ['alone', `554 5.0.0 ${description}`],
    ['without a number', description],
    ['with a temporary number', `451 4.0.0 ${description}`],
    ['in capitals', `554 5.0.0 ${description.toUpperCase()}`],
    ['broken into lines', `554-5.0.0 ${description.slice(0, 9)}\r\n554 5.0.0 ${description.slice(9)}`],
  ])('%s', (_, text) => expect(explain(text)).toMatchObject({ reason, retry }))
})

// "System errors" of the same page, and the words of go-smtp since 2022.
describe.each([
  [
    '554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream',
    'message-invalid',
  ],
  [
    '554 5.0.0 Error: transaction failed: multipart: NextPart: smtp: too long a line in input stream',
    'message-invalid',
  ],
  ['500 5.4.0 Too long line, closing connection', 'message-invalid'],
  ['write tcp 10.0.0.1:60575->10.0.0.2:25: write: broken pipe', 'message-invalid'],
  ['write EPIPE', 'message-invalid'],
  ['EOF', 'message-too-large'],
])('%s', (text, reason) => {
  test(`means ${reason}`, () => expect(explain(text)).toMatchObject({ reason, retry: 'never' }))
})

// Codes and Chinese words of SendEmail, of the SMTP gateway and of the API as a whole:
// https://www.tencentcloud.com/document/product/1084/39408 and https://cloud.tencent.com/document/api/1288/51034
// biome-ignore format: a table
const codes = [
  // Error Code                                               reason                     retry     retryAfterMs     Error Description
  ['AuthFailure.UnauthorizedOperation',                       'auth-failed',             'never',  undefined,       '请求未授权。'],
  ['FailedOperation',                                         'unknown',                 'never',  undefined,       '操作失败。'],
  ['FailedOperation.AttachContentToolarge',                   'message-too-large',       'never',  undefined,       '附件太大，请参考单个附件以及附件总量大小限制。'],
  ['FailedOperation.EmailAddrInBlacklist',                    'recipient-refused',       'never',  undefined,       '邮件地址在黑名单中。'],
  ['FailedOperation.EmailContentToolarge',                    'message-too-large',       'never',  undefined,       '邮件内容太大，请减少发送邮件内容。'],
  ['FailedOperation.ExceedSendLimit',                         'quota-exceeded',          'later',  CHINA_MIDNIGHT,  '超出当日总量发送限制。'],
  ['FailedOperation.FileURLNotExist',                         'attachment-refused',      'never',  undefined,       ''],
  ['FailedOperation.FrequencyLimit',                          'recipient-rate-limited',  'later',  HOUR,            '触发频率控制，短时间内对同一地址发送过多邮件。'],
  ['FailedOperation.HighRejectionRate',                       'blocked',                 'later',  undefined,       '拒信率过高，被临时block。'],
  ['FailedOperation.IllegalURL',                              'message-invalid',         'never',  undefined,       '邮件包含不合规链接'],
  ['FailedOperation.IncorrectEmail',                          'recipient-refused',       'never',  undefined,       '邮箱地址错误。'],
  ['FailedOperation.IncorrectSender',                         'sender-refused',          'never',  undefined,       '发件人格式不正确。请参考文档示例填写。'],
  ['FailedOperation.InsufficientBalance',                     'quota-exceeded',          'never',  undefined,       '余额不足，账号欠费等。'],
  ['FailedOperation.InsufficientQuota',                       'quota-exceeded',          'never',  undefined,       '套餐包额度不足。'],
  ['FailedOperation.InvalidAttachName',                       'attachment-refused',      'never',  undefined,       '不支持的附件名称，请检查附件名称是否含有特殊字符，详情请参考附录附件说明。'],
  ['FailedOperation.InvalidTemplateID',                       'message-invalid',         'never',  undefined,       '模板ID无效或者不可用。'],
  ['FailedOperation.MissingEmailContent',                     'message-invalid',         'never',  undefined,       '缺少发信内容（TemplateData和Simple不能同时为空)。'],
  ['FailedOperation.NoAttachPermission',                      'account-refused',         'never',  undefined,       '没有附件发送权限，请检查。'],
  ['FailedOperation.NotAuthenticatedSender',                  'sender-refused',          'never',  undefined,       '发件sender没有经过认证，无法发送。'],
  ['FailedOperation.ProtocolCheckErr',                        'message-invalid',         'never',  undefined,       '协议检查错误，请检查协议是否正确。'],
  ['FailedOperation.ReceiverHasUnsubscribed',                 'recipient-refused',       'never',  undefined,       '收件人已退订。'],
  ['FailedOperation.RejectedByRecipients',                    'recipient-refused',       'never',  undefined,       '邮件被收信人拒绝。'],
  ['FailedOperation.SendEmailErr',                            'account-refused',         'never',  undefined,       '您的发送遇到问题，请联系腾讯云提交工单沟通原因并解决。'],
  ['FailedOperation.ServiceNotAvailable',                     'service-unavailable',     'soon',   undefined,       '临时性错误，请求未生效，请重试。'],
  ['FailedOperation.TemporaryBlocked',                        'blocked',                 'later',  10 * MINUTE,     '因触发了对应的收件服务商限制，邮件推送平台会对该服务商发信暂停10分钟，10分钟后自动解除。'],
  ['FailedOperation.TooManyAttachments',                      'attachment-refused',      'never',  undefined,       '附件数量太多，单封邮件最多支持10个附件。'],
  ['FailedOperation.TooManyRecipients',                       'message-invalid',         'never',  undefined,       '收件人数太多，最多支持同时发送50人。'],
  ['FailedOperation.URLForbidden',                            'message-invalid',         'never',  undefined,       ''],
  ['FailedOperation.UnsupportMailType',                       'recipient-refused',       'never',  undefined,       '不支持的邮箱类型。'],
  ['FailedOperation.WithOutPermission',                       'account-refused',         'never',  undefined,       '仅支持使用模板发送邮件。'],
  ['FailedOperation.WrongContentJson',                        'message-invalid',         'never',  undefined,       'TemplateData字段格式不正确，请保持为json格式。'],
  ['InternalError',                                           'service-unavailable',     'soon',   undefined,       '内部错误。'],
  ['InvalidParameter',                                        'message-invalid',         'never',  undefined,       '参数错误。'],
  ['InvalidParameterValue',                                   'message-invalid',         'never',  undefined,       '参数取值错误。'],
  ['InvalidParameterValue.AttachContentIsWrong',              'attachment-refused',      'never',  undefined,       '附件内容错误，请检查base64内容是否正确。'],
  ['InvalidParameterValue.CreatedByOther',                    'sender-refused',          'never',  undefined,       '该域名已被其他腾讯云账号创建。'],
  ['InvalidParameterValue.EmailAddressIsNULL',                'message-invalid',         'never',  undefined,       '收件或者发件地址为空，请检查邮件地址。'],
  ['InvalidParameterValue.EmailContentIsWrong',               'message-invalid',         'never',  undefined,       '邮件内容错误，请检查TEXT/HTML base64是否正确。'],
  ['InvalidParameterValue.IllegalEmailAddress',               'recipient-refused',       'never',  undefined,       '邮件地址不合法，请检查邮件地址格式。'],
  ['InvalidParameterValue.IllegalSenderName',                 'sender-refused',          'never',  undefined,       '发信人别名错误。'],
  ['InvalidParameterValue.InvalidEmailIdentity',              'sender-refused',          'never',  undefined,       '域名取值错误。'],
  ['InvalidParameterValue.NoSuchSender',                      'sender-refused',          'never',  undefined,       '您没有这个发件地址，请检查是否存在。'],
  ['InvalidParameterValue.NotExistDomain',                    'sender-refused',          'never',  undefined,       '该域名还没有创建，请先新建发信域名。'],
  ['InvalidParameterValue.ReceiverEmailInvalid',              'recipient-refused',       'never',  undefined,       '收件人地址错误。'],
  ['InvalidParameterValue.SubjectLengthError',                'message-invalid',         'never',  undefined,       '邮件主题长度必须为1-100。'],
  ['InvalidParameterValue.TemplateNotExist',                  'message-invalid',         'never',  undefined,       '不存在该模板，请先创建模板。'],
  ['LimitExceeded',                                           'quota-exceeded',          'later',  undefined,       '超过配额限制。'],
  ['LimitExceeded.ExceedReceiverDetailLimit',                 'quota-exceeded',          'later',  undefined,       '收件人地址数量超过限制。'],
  ['MissingParameter',                                        'message-invalid',         'never',  undefined,       '缺少参数错误。'],
  ['MissingParameter.EmailsNecessary',                        'message-invalid',         'never',  undefined,       '收件人地址必须传。'],
  ['OperationDenied',                                         'account-refused',         'never',  undefined,       '操作被拒绝。'],
  ['OperationDenied.DomainNotVerified',                       'sender-refused',          'never',  undefined,       '域名验证失败，请检查域名是否通过验证。'],
  ['OperationDenied.SendAddressStatusError',                  'sender-refused',          'never',  undefined,       '发信地址不存在或者状态不是通过状态。'],
  ['OperationDenied.TemplateStatusError',                     'message-invalid',         'never',  undefined,       '发信模板不存在或者状态不是审核通过状态。'],
  ['RequestLimitExceeded',                                    'rate-limited',            'soon',   SECOND,          '请求的次数超过了频率限制。'],
  ['RequestLimitExceeded.SmtpRateLimit',                      'rate-limited',            'soon',   SECOND,          '触发 SMTP 调用频率限制'],
  ['ResourceInsufficient',                                    'service-unavailable',     'soon',   undefined,       '资源不足。'],
  ['ResourceNotFound',                                        'message-invalid',         'never',  undefined,       '资源不存在。'],
  ['ResourceUnavailable',                                     'service-unavailable',     'soon',   undefined,       '资源不可用。'],
  ['UnknownParameter',                                        'message-invalid',         'never',  undefined,       '未知参数错误。'],
  ['UnsupportedOperation',                                    'message-invalid',         'never',  undefined,       '操作不支持。'],
  ['ActionOffline',                                           'service-unavailable',     'later',  undefined,       '接口已下线。'],
  ['AuthFailure.InvalidAuthorization',                        'auth-failed',             'never',  undefined,       '请求头部的 Authorization 不符合腾讯云标准。'],
  ['AuthFailure.InvalidSecretId',                             'auth-failed',             'never',  undefined,       '密钥非法(不是云 API 密钥类型)。'],
  ['AuthFailure.MFAFailure',                                  'auth-failed',             'never',  undefined,       'MFA 错误。'],
  ['AuthFailure.SecretIdNotFound',                            'auth-failed',             'never',  undefined,       '密钥不存在。'],
  ['AuthFailure.SignatureExpire',                             'auth-failed',             'never',  undefined,       '签名过期。'],
  ['AuthFailure.SignatureFailure',                            'auth-failed',             'never',  undefined,       '签名错误。'],
  ['AuthFailure.TokenFailure',                                'auth-failed',             'never',  undefined,       'token 错误。'],
  ['InvalidAction',                                           'service-unavailable',     'later',  undefined,       '接口不存在。'],
  ['InvalidRequest',                                          'message-invalid',         'never',  undefined,       '请求 body 的 multipart 格式错误。'],
  ['IpInBlacklist',                                           'account-refused',         'never',  undefined,       'IP 地址在黑名单中。'],
  ['IpNotInWhitelist',                                        'account-refused',         'never',  undefined,       'IP 地址不在白名单中。'],
  ['NoSuchProduct',                                           'service-unavailable',     'later',  undefined,       '产品不存在'],
  ['NoSuchVersion',                                           'service-unavailable',     'later',  undefined,       '接口版本不存在。'],
  ['RequestLimitExceeded.GlobalRegionUinLimitExceeded',       'rate-limited',            'soon',   SECOND,          '主账号超过频率限制。'],
  ['RequestLimitExceeded.IPLimitExceeded',                    'rate-limited',            'soon',   SECOND,          'IP 限频。'],
  ['RequestLimitExceeded.UinLimitExceeded',                   'rate-limited',            'soon',   SECOND,          '主账号限频。'],
  ['RequestSizeLimitExceeded',                                'message-too-large',       'never',  undefined,       ''],
] as const

describe.each(codes)('%s', (code, reason, retry, retryAfterMs, description) => {
  const json = (error: string) =>
    `${head}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":${error}}}}`
  const expected = { reason, retry, retryAfterMs, sesCode: code, requestId: 'r' }

  test.each([
    ['alone', json(`{"Code":"${code}"}`)],
    ['with Chinese words glued on', json(`{"Code":"${code}.操作失败。${description}"}`)],
    ['with Chinese words read as Latin-1', misread(json(`{"Code":"${code}.操作失败。${description}"}`))],
    ['with English words glued on', json(`{"Code":"${code}. The operation failed."}`)],
    ['with a Message', json(`{"Code":"${code}","Message":"${description}"}`)],
    ['one level up', `${head}##SES-response-json: {"Response":{"RequestId":"r","QcloudError":{"Code":"${code}"}}}`],
    ["as the API's own", `${head}{"Response":{"Error":{"Code":"${code}","Message":""},"RequestId":"r"}}`],
    ['cut off behind it', json(`{"Code":"${code}. The oper`).replace(/\}*$/, '')],
    ['with a temporary number', json(`{"Code":"${code}"}`).replace('554 5.0.0', '451 4.0.0')],
  ])('%s', (_, text) => expect(explain(text)).toMatchObject(expected))

  test('says what to do and where to read on', () => {
    const { hint, docs } = explain(json(`{"Code":"${code}"}`))
    expect(hint).toMatch(/^[A-Z].{15,}\.$/)
    expect(docs).toMatch(/^https:\/\/(www\.tencentcloud\.com|cloud\.tencent\.com)\/document\/product\//)
  })
})

describe.each(codes.filter(([, , , , description]) => description !== ''))(
  '%s without its code',
  (_, reason, retry, retryAfterMs, description) => {
    test.each([
      ['as it is', description],
      ['in a reply', `${head}${description}`],
      ['in a reply read as Latin-1', misread(`${head}${description}`)],
      [
        'with the bare code',
        `${head}##SES-response-json:{"Response":{"QcloudError":{"Error":{"Code":"FailedOperation.操作失败。${description}"}}}}`,
      ],
    ])('%s', (_shape, text) => expect(explain(text)).toMatchObject({ reason, retry, retryAfterMs }))
  },
)

// https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go and its later releases
describe.each([
  ['535 Invalid login or password', 'auth-failed', 'never'],
  ['454 4.7.0 Invalid login or password', 'auth-failed', 'never'],
  ['502 5.7.0 Please authenticate first', 'auth-failed', 'never'],
  ['504 5.7.4 Unsupported authentication mechanism', 'auth-failed', 'never'],
  ['501 5.0.0 Negotiation cancelled', 'auth-failed', 'never'],
  ['454 4.7.0 Invalid base64 data', 'auth-failed', 'never'],
  ['523 5.7.10 TLS is required', 'connection', 'never'],
  ['552 5.3.4 Max message size exceeded', 'message-too-large', 'never'],
  ['552 5.3.4 Maximum message size exceeded', 'message-too-large', 'never'],
  ['552 5.5.3 Maximum limit of 50 recipients reached', 'message-invalid', 'never'],
  ['452 4.5.3 Maximum limit of 50 recipients reached', 'message-invalid', 'never'],
  ['500 5.5.2 Syntax errors, XYZ command unrecognized', 'connection', 'soon'],
  ['500 5.5.1 Too many errors. Quiting now', 'connection', 'soon'],
  ['421 4.4.2 Idle timeout, bye bye', 'connection', 'soon'],
  // With no words that are known, the number is all there is.
  ['421 4.3.2 Service not available, closing transmission channel', 'service-unavailable', 'soon'],
  ['451 4.0.0 read tcp 10.0.0.1:1: EOF', 'service-unavailable', 'soon'],
  ['450 whatever', 'service-unavailable', 'soon'],
  ['535 5.7.8 whatever', 'auth-failed', 'never'],
  ['454 4.7.0 whatever', 'auth-failed', 'never'],
  ['503 5.5.1 Bad sequence', 'connection', 'soon'],
  ['554 5.0.0 whatever', 'unknown', 'never'],
  ['554', 'unknown', 'never'],
  // Not refusals: the first leaves open whether a mail was taken, and must not be sent again by itself.
  ['221 2.4.2 Idle timeout, bye bye', 'delivery-unknown', 'never'],
  ['354 2.0.0 Go ahead', 'delivery-unknown', 'never'],
  ['250 2.0.0 OK: queued', 'unknown', 'never'],
  // Nothing at all.
  ['', 'unknown', 'never'],
  ['hello', 'unknown', 'never'],
  ['typeof', 'unknown', 'never'],
])('%s', (text, reason, retry) => {
  test(`means ${reason}, ${retry}`, () => expect(explain(text)).toMatchObject({ reason, retry }))
})

test('a code newer than the table means what its family does', () => {
  expect(explain(`${head}{"Code":"RequestLimitExceeded.PerMoon"}`)).toMatchObject({
    reason: 'rate-limited',
    sesCode: 'RequestLimitExceeded.PerMoon',
  })
  expect(explain(`${head}{"Code":"FailedOperation.PerMoon"}`)).toMatchObject({ reason: 'unknown', retry: 'never' })
})

test('known words tell more than a code newer than the table', () => {
  expect(explain(`${head}{"Code":"FailedOperation.PerMoon.smtp sending frequency limit"}`)).toMatchObject({
    reason: 'rate-limited',
  })
})

describe('rows of the caller', () => {
  const row = { reason: 'blocked', retry: 'later', retryAfter: 5, hint: 'Mine.' } as const
  const reply = `${head}{"Code":"FailedOperation.FrequencyLimit.Full moon"}`
  const explainWith = (meaning: Partial<Meaning>) =>
    explainReply(reply, { now, meanings: [{ ...row, ...meaning }] }).hint === 'Mine.'

  test.each([
    [{ code: 'FailedOperation.FrequencyLimit' }, true],
    [{ code: 'FailedOperation' }, true],
    [{ code: 'Failed' }, false],
    [{ code: 'FailedOperation.Frequency' }, false],
    [{ phrase: 'FULL MOON' }, true],
    [{ phrase: 'new moon' }, false],
    [{ code: 'FailedOperation', phrase: 'full moon' }, true],
    [{ code: 'FailedOperation', phrase: 'new moon' }, false],
    [{ code: 'InternalError', phrase: 'full moon' }, false],
  ])('%j: %s', (meaning, expected) => expect(explainWith(meaning)).toBe(expected))

  test('the first one that fits holds', () => {
    const two = [
      { ...row, code: 'FailedOperation' },
      { ...row, code: 'FailedOperation', hint: 'Second.' },
    ]
    expect(explainReply(reply, { meanings: two })).toMatchObject({ reason: 'blocked', retryAfterMs: 5, hint: 'Mine.' })
  })
})

test('never throws, and always gives a whole verdict', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `${head}{"Code":"${text}`),
      ),
      (text) => {
        expect(explain(text)).toEqual({
          reason: expect.any(String),
          retry: expect.stringMatching(/^(never|soon|later)$/),
          retryAfterMs: explain(text).retryAfterMs,
          sesCode: explain(text).sesCode,
          requestId: undefined,
          hint: expect.stringMatching(/./),
          docs: expect.stringMatching(/^https:/),
        })
      },
    ),
  )
})
