// What SES can answer, in the provider's order and words, and what each answer means.

import type { SesReason, SesRetry, SesScope } from '../../lib/errors.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Four hours before midnight in China. */
export const now = Date.parse('2026-11-23T12:00:00.000Z')
const TO_MIDNIGHT = 4 * HOUR

const ERRORS = 'https://www.tencentcloud.com/document/product/1084/44453'
const SEND_EMAIL = 'https://www.tencentcloud.com/document/product/1084/39408'
const COMMON = 'https://www.tencentcloud.com/document/product/1084/39419'
const GUIDE = 'https://www.tencentcloud.com/document/product/1084/44458'
const LIMITS = 'https://www.tencentcloud.com/document/product/1084/39649'
const FILES = 'https://cloud.tencent.com/document/product/1288/51951'
const LEVELS = 'https://cloud.tencent.com/document/product/1288/77252'

type Row = readonly [
  code: string,
  reason: SesReason,
  retry: SesRetry,
  retryAfterMs: number | undefined,
  hint: string,
  docs: string,
  english: string,
  chinese: string,
]

/**
 * Codes of SendEmail, of the SMTP gateway, of SES's other calls and of the API as a whole.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "SendEmail"
 * @see https://www.tencentcloud.com/document/product/1084/39419 "Common Error Codes"
 * @see https://cloud.tencent.com/document/api/1288/51034 "发送邮件"
 */
// biome-ignore format: a table
export const errorCodes: readonly Row[] = [
  // Error Code                                              reason                    retry    retryAfterMs  hint                                docs        Error Description
  ['AuthFailure.UnauthorizedOperation',                      'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'CAM token authentication failure.', '请求未授权。'],
  ['FailedOperation',                                        'unknown',                'never', undefined,   'ticket',                           COMMON,     'Operation failed.', '操作失败。'],
  ['FailedOperation.AttachContentToolarge',                  'message-too-large',      'never', undefined,   '8 MB together',                    ERRORS,     'The attachments are too large; a single-attachment limit and an all-attachments limit apply.', '附件太大，请参考单个附件以及附件总量大小限制。'],
  ['FailedOperation.EmailAddrInBlacklist',                   'recipient-refused',      'never', undefined,   'blocklist',                        SEND_EMAIL, 'The email address is in the blocklist.', '邮件地址在黑名单中。'],
  ['FailedOperation.EmailContentToolarge',                   'message-too-large',      'never', undefined,   '1 MB',                             ERRORS,     'The email is too large; remove some content.', '邮件内容太大，请减少发送邮件内容。'],
  ['FailedOperation.ExceedSendLimit',                        'quota-exceeded',         'later', TO_MIDNIGHT, 'midnight in China',                LIMITS,     'The number of emails exceeds the daily sending limit.', '超出当日总量发送限制。'],
  ['FailedOperation.ExceedTemplateLimit',                    'unknown',                'never', undefined,   'ticket',                           COMMON,     'The number of templates exceeds the upper limit.', '超出最大模板数量限制。'],
  ['FailedOperation.FileURLNotExist',                        'attachment-refused',     'never', undefined,   'Attach the file itself',           SEND_EMAIL, 'The (attachment) URL is unavailable or not found.', ''],
  ['FailedOperation.FrequencyLimit',                         'recipient-rate-limited', 'later', HOUR,        'Wait an hour',                     GUIDE,      'Too many emails sent to the same address in a short period.', '触发频率控制，短时间内对同一地址发送过多邮件。'],
  ['FailedOperation.HighRejectionRate',                      'blocked',                'later', TO_MIDNIGHT, 'addresses that bounce',            LEVELS,     'Temporarily blocked because of a high rejection rate.', '拒信率过高，被临时block。'],
  ['FailedOperation.IllegalURL',                             'message-invalid',        'never', undefined,   'links',                            SEND_EMAIL, 'The mail contains a non-compliant link.', '邮件包含不合规链接'],
  ['FailedOperation.IncorrectEmail',                         'recipient-refused',      'never', undefined,   "recipient's address",              SEND_EMAIL, 'Incorrect email address.', '邮箱地址错误。'],
  ['FailedOperation.IncorrectSender',                        'sender-refused',         'never', undefined,   'one space and no colon',           SEND_EMAIL, 'Incorrect sender format; follow the sample in the document.', '发件人格式不正确。请参考文档示例填写。'],
  ['FailedOperation.InsufficientBalance',                    'quota-exceeded',         'never', undefined,   'Top up',                           SEND_EMAIL, 'Insufficient balance or account in arrears.', '余额不足，账号欠费等。'],
  ['FailedOperation.InsufficientQuota',                      'quota-exceeded',         'never', undefined,   'package',                          SEND_EMAIL, 'Insufficient emails left in the plan (package).', '套餐包额度不足。'],
  ['FailedOperation.InvalidAttachName',                      'attachment-refused',     'never', undefined,   'Rename the attachment',            FILES,      'Unsupported attachment name; check for special characters (see the attachment-type page).', '不支持的附件名称，请检查附件名称是否含有特殊字符，详情请参考附录附件说明。'],
  ['FailedOperation.InvalidLimit',                           'unknown',                'never', undefined,   'ticket',                           COMMON,     'Query limit reached (Limit is at most 100).', '超过查询限制，Limit最大支持100。'],
  ['FailedOperation.InvalidTemplateID',                      'message-invalid',        'never', undefined,   'templates are not sent over SMTP', SEND_EMAIL, 'Invalid template ID or unavailable template.', '模板ID无效或者不可用。'],
  ['FailedOperation.MissingEmailContent',                    'message-invalid',        'never', undefined,   'not empty',                        ERRORS,     'Missing email content (TemplateData and Simple cannot both be empty).', '缺少发信内容（TemplateData和Simple不能同时为空)。'],
  ['FailedOperation.NoAttachPermission',                     'account-refused',        'never', undefined,   'permission to send attachments',   SEND_EMAIL, 'No permission to send an email with attachments.', '没有附件发送权限，请检查。'],
  ['FailedOperation.NotAuthenticatedSender',                 'sender-refused',         'never', undefined,   'verified in the SES console',      SEND_EMAIL, 'Unable to send because the sender is not verified.', '发件sender没有经过认证，无法发送。'],
  ['FailedOperation.NotSupportDate',                         'unknown',                'never', undefined,   'ticket',                           COMMON,     'Records for this date cannot be queried; only data within 90 days.', '不支持查询该日期邮件记录，仅支持查询90天之内的数据。'],
  ['FailedOperation.ProtocolCheckErr',                       'message-invalid',        'never', undefined,   'input parameters',                 ERRORS,     'Incorrect protocol; make sure the protocol is correct.', '协议检查错误，请检查协议是否正确。'],
  ['FailedOperation.ReceiverHasUnsubscribed',                'recipient-refused',      'never', undefined,   'unsubscribed',                     SEND_EMAIL, 'The recipient has unsubscribed.', '收件人已退订。'],
  ['FailedOperation.RejectedByRecipients',                   'recipient-refused',      'never', undefined,   'rejects',                          SEND_EMAIL, 'The message was rejected by the recipient.', '邮件被收信人拒绝。'],
  ['FailedOperation.SendEmailErr',                           'account-refused',        'never', undefined,   'ticket',                           SEND_EMAIL, 'Email sending error; submit a ticket.', '您的发送遇到问题，请联系腾讯云提交工单沟通原因并解决。'],
  ['FailedOperation.ServiceNotAvailable',                    'service-unavailable',    'soon',  undefined,   'Send again',                       SEND_EMAIL, 'Temporary error; the request has not taken effect, try again.', '临时性错误，请求未生效，请重试。'],
  ['FailedOperation.TemplateContentToolarge',                'unknown',                'never', undefined,   'ticket',                           COMMON,     'The template is too large.', '模板内容太大，请减少模板内容。'],
  ['FailedOperation.TemporaryBlocked',                       'blocked',                'later', 10 * MINUTE, 'ten minutes',                      SEND_EMAIL, "Sending to that recipient provider is suspended for 10 minutes because of the provider's limit; released automatically.", '因触发了对应的收件服务商限制，邮件推送平台会对该服务商发信暂停10分钟，10分钟后自动解除。'],
  ['FailedOperation.TooManyAttachments',                     'attachment-refused',     'never', undefined,   '10 files',                         SEND_EMAIL, 'Too many attachments; a single email supports up to 10.', '附件数量太多，单封邮件最多支持10个附件。'],
  ['FailedOperation.TooManyRecipients',                      'message-invalid',        'never', undefined,   '50 recipients',                    SEND_EMAIL, 'Too many recipients; at most 50 at a time.', '收件人数太多，最多支持同时发送50人。'],
  ['FailedOperation.URLForbidden',                           'message-invalid',        'never', undefined,   'links',                            SEND_EMAIL, 'Users with a low delivery rate may not include URL links in the content.', ''],
  ['FailedOperation.UnsupportMailType',                      'recipient-refused',      'never', undefined,   'another address',                  SEND_EMAIL, 'Unsupported email type.', '不支持的邮箱类型。'],
  ['FailedOperation.WithOutPermission',                      'account-refused',        'never', undefined,   'custom content',                   SEND_EMAIL, 'Only template sending is allowed (custom content not enabled).', '仅支持使用模板发送邮件。'],
  ['FailedOperation.WrongContentJson',                       'message-invalid',        'never', undefined,   'templates are not sent over SMTP', SEND_EMAIL, 'The TemplateData field is not valid JSON.', 'TemplateData字段格式不正确，请保持为json格式。'],
  ['InternalError',                                          'service-unavailable',    'soon',  undefined,   'Send again',                       COMMON,     'Internal error.', '内部错误。'],
  ['InvalidParameter',                                       'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Incorrect parameter.', '参数错误。'],
  ['InvalidParameterValue',                                  'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Invalid parameter value.', '参数取值错误。'],
  ['InvalidParameterValue.AttachContentIsWrong',             'attachment-refused',     'never', undefined,   'attachments as Base64',            ERRORS,     'Incorrect attachment content; make sure the base64 content is correct.', '附件内容错误，请检查base64内容是否正确。'],
  ['InvalidParameterValue.BeginTimeBeforeNow',               'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The start time cannot be earlier than now.', '开始时间不能早于当前时间。'],
  ['InvalidParameterValue.CreatedByOther',                   'sender-refused',         'never', undefined,   'another one',                      SEND_EMAIL, 'The sender domain was created by another Tencent Cloud account.', '该域名已被其他腾讯云账号创建。'],
  ['InvalidParameterValue.EmailAddressIsNULL',               'message-invalid',        'never', undefined,   'both a From and a To',             SEND_EMAIL, 'The recipient or sender address is empty.', '收件或者发件地址为空，请检查邮件地址。'],
  ['InvalidParameterValue.EmailContentIsWrong',              'message-invalid',        'never', undefined,   'body as Base64',                   ERRORS,     'Incorrect email content; make sure the TEXT/HTML base64 is correct.', '邮件内容错误，请检查TEXT/HTML base64是否正确。'],
  ['InvalidParameterValue.IllegalEmailAddress',              'recipient-refused',      'never', undefined,   "recipient's address",              SEND_EMAIL, 'Invalid email address format.', '邮件地址不合法，请检查邮件地址格式。'],
  ['InvalidParameterValue.IllegalSenderName',                'sender-refused',         'never', undefined,   'without a colon',                  SEND_EMAIL, 'The sender alias is incorrect.', '发信人别名错误。'],
  ['InvalidParameterValue.InValidTemplateData',              'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Template parameters attached to a recipient cannot contain HTML tags.', '收件人地址附带的模板参数不能包含html标签。'],
  ['InvalidParameterValue.InvalidEmailIdentity',             'sender-refused',         'never', undefined,   'domain',                           SEND_EMAIL, 'Invalid domain value.', '域名取值错误。'],
  ['InvalidParameterValue.InvalidSmtpPassWord',              'auth-failed',            'never', undefined,   '10 to 20 characters',              GUIDE,      'SMTP password must be 10-20 characters with at least 2 unique digits, lowercase and uppercase letters.', '密码长度为10~20位，且必须至少包含2位不重复的数字、小写字母、大写字母。'],
  ['InvalidParameterValue.NoSuchSender',                     'sender-refused',         'never', undefined,   'Create the sender address',        SEND_EMAIL, 'You do not have that sender address.', '您没有这个发件地址，请检查是否存在。'],
  ['InvalidParameterValue.NotExistDomain',                   'sender-refused',         'never', undefined,   'Create and verify',                SEND_EMAIL, 'The sender domain does not exist.', '该域名还没有创建，请先新建发信域名。'],
  ['InvalidParameterValue.ReceiverDescIllegal',              'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Invalid recipient group description (1-300 characters, no special characters).', '收件人列表描述不合法，描述不可包含特殊字符，字符长度范围:1~300。'],
  ['InvalidParameterValue.ReceiverEmailInvalid',             'recipient-refused',      'never', undefined,   "recipient's address",              SEND_EMAIL, 'The recipient address is incorrect.', '收件人地址错误。'],
  ['InvalidParameterValue.ReceiverNameIllegal',              'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Invalid recipient group name.', '收件人列表名字不合法，请检查字符内容及大小。'],
  ['InvalidParameterValue.RepeatCreation',                   'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The sender domain already exists.', '该域名已经创建过了，请勿重复创建。'],
  ['InvalidParameterValue.RepeatEmailAddress',               'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The email address already exists.', '该邮件地址已经创建过了，请勿重复创建。'],
  ['InvalidParameterValue.RepeatReceiverName',               'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Duplicate recipient group name.', '收件人列表名称重复。'],
  ['InvalidParameterValue.SubjectLengthError',               'message-invalid',        'never', undefined,   'Shorten the subject',              LIMITS,     'The email subject must contain 1 to 100 characters.', '邮件主题长度必须为1-100。'],
  ['InvalidParameterValue.TemplateContentIsNULL',            'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The template resource is empty.', '模板资源为空。'],
  ['InvalidParameterValue.TemplateContentIsWrong',           'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Incorrect template content; check the base64.', '模板内容错误，请检查base64内容是否正确。'],
  ['InvalidParameterValue.TemplateDataError',                'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Template parameters must be JSON.', '模板参数必须为json格式。'],
  ['InvalidParameterValue.TemplateDataInconsistent',         'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'A template parameter variable name differs from the original.', '模板参数变量名与之前不一致。'],
  ['InvalidParameterValue.TemplateDataLenLimit',             'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Template parameters for one recipient exceed 800 bytes.', '单条收件人地址附带的模板参数(整个 JSON 结构)， 长度超过限制 800 bytes'],
  ['InvalidParameterValue.TemplateNameIllegal',              'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Invalid template name.', '模板名字不合法，请检查字符内容及大小。'],
  ['InvalidParameterValue.TemplateNameIsNULL',               'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The template name cannot be empty.', '模板名字不能为空。'],
  ['InvalidParameterValue.TemplateNotExist',                 'message-invalid',        'never', undefined,   'templates are not sent over SMTP', SEND_EMAIL, 'The template does not exist.', '不存在该模板，请先创建模板。'],
  ['InvalidParameterValue.TemplateNotMatchData',             'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Template variables do not match the recipient list parameters.', '模板变量与收件人列表参数不一一对应。'],
  ['InvalidParameterValue.WrongDate',                        'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Incorrect search date or format.', '搜索日期错误，请检查日期及格式是否有效。'],
  ['LimitExceeded',                                          'quota-exceeded',         'later', undefined,   "account's limits",                 COMMON,     'The quota limit is exceeded.', '超过配额限制。'],
  ['LimitExceeded.ExceedReceiverDetailLimit',                'quota-exceeded',         'later', undefined,   "account's limits",                 COMMON,     'The number of recipient addresses exceeds the limit.', '收件人地址数量超过限制。'],
  ['LimitExceeded.ExceedReceiverLimit',                      'quota-exceeded',         'later', undefined,   "account's limits",                 COMMON,     'The number of recipient groups exceeds the limit.', '收件人列表数量超过限制。'],
  ['LimitExceeded.ReceiverDetailCountLimit',                 'quota-exceeded',         'later', undefined,   "account's limits",                 COMMON,     'The recipient group holds too many addresses.', '该收件人列表包含的收件人地址总量超过限制。'],
  ['LimitExceeded.ReceiverDetailRequestLimit',               'quota-exceeded',         'later', undefined,   "account's limits",                 COMMON,     'The request holds too many recipient addresses.', '请求的收件人地址数量超过限制。'],
  ['MissingParameter',                                       'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Missing parameter.', '缺少参数错误。'],
  ['MissingParameter.CycleParamNecessary',                   'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'A recurring task needs start time and interval.', '周期发送任务需选择开始时间和间隔时间。'],
  ['MissingParameter.EmailsNecessary',                       'message-invalid',        'never', undefined,   'a To',                             SEND_EMAIL, 'The recipient address is required.', '收件人地址必须传。'],
  ['MissingParameter.ReceiverIdNecessary',                   'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The recipient group ID is required.', '收件人列表Id必传。'],
  ['MissingParameter.SendParamNecessary',                    'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Sender address, recipient group and template are required.', '发件地址、收件人列表,发件模板必须传。'],
  ['MissingParameter.TimedParamNecessary',                   'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'A scheduled task needs a start time.', '定时发送任务需选择开始时间。'],
  ['OperationDenied',                                        'account-refused',        'never', undefined,   'approved',                         COMMON,     'Operation denied.', '操作被拒绝。'],
  ['OperationDenied.DomainNotVerified',                      'sender-refused',         'never', undefined,   'DNS records',                      SEND_EMAIL, 'Domain verification failed.', '域名验证失败，请检查域名是否通过验证。'],
  ['OperationDenied.ExceedDomainLimit',                      'account-refused',        'never', undefined,   'approved',                         COMMON,     'Too many sender domains.', '超出最大发信域名限制。'],
  ['OperationDenied.ExceedSenderLimit',                      'account-refused',        'never', undefined,   'approved',                         COMMON,     'Too many sender addresses.', '超出最大发信地址限制。'],
  ['OperationDenied.NotAllowDelete',                         'account-refused',        'never', undefined,   'approved',                         COMMON,     'The domain cannot be deleted.', ''],
  ['OperationDenied.ReceiverIsOperating',                    'account-refused',        'never', undefined,   'approved',                         COMMON,     'The recipient group is being uploaded; try later.', '收件人列表正在上传中，请稍后操作。'],
  ['OperationDenied.ReceiverNotExist',                       'account-refused',        'never', undefined,   'approved',                         COMMON,     'The recipient group does not exist.', '收件人列表不存在。'],
  ['OperationDenied.ReceiverStatusError',                    'account-refused',        'never', undefined,   'approved',                         COMMON,     'The recipient group is empty or not fully uploaded.', '收件人列表空或状态不是上传完成。'],
  ['OperationDenied.RepeatPassWord',                         'account-refused',        'never', undefined,   'approved',                         COMMON,     'The password equals the previous one.', '不能与上一次设置密码相同。'],
  ['OperationDenied.SendAddressStatusError',                 'sender-refused',         'never', undefined,   'approved',                         SEND_EMAIL, 'The sender address does not exist or is not approved.', '发信地址不存在或者状态不是通过状态。'],
  ['OperationDenied.SenderWithDomainIsNotEmpty',             'account-refused',        'never', undefined,   'approved',                         COMMON,     'The domain still has sender addresses.', ''],
  ['OperationDenied.TemplateStatusError',                    'message-invalid',        'never', undefined,   'templates are not sent over SMTP', SEND_EMAIL, 'The template does not exist or is not approved.', '发信模板不存在或者状态不是审核通过状态。'],
  ['RequestLimitExceeded',                                   'rate-limited',           'soon',  SECOND,      'more slowly',                      COMMON,     'The number of requests exceeds the frequency limit.', '请求的次数超过了频率限制。'],
  ['RequestLimitExceeded.SmtpRateLimit',                     'rate-limited',           'soon',  SECOND,      '20 SMTP calls a second',           GUIDE,      'smtp sending frequency limit...', '触发 SMTP 调用频率限制'],
  ['ResourceInsufficient',                                   'service-unavailable',    'soon',  undefined,   'Send again',                       COMMON,     'Insufficient resources.', '资源不足。'],
  ['ResourceNotFound',                                       'message-invalid',        'never', undefined,   'in the region',                    COMMON,     'The resource does not exist.', '资源不存在。'],
  ['ResourceUnavailable',                                    'service-unavailable',    'soon',  undefined,   'Send again',                       COMMON,     'The resource is unavailable.', '资源不可用。'],
  ['UnknownParameter',                                       'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'Unknown parameter error.', '未知参数错误。'],
  ['UnsupportedOperation',                                   'message-invalid',        'never', undefined,   'simpler mail',                     COMMON,     'Unsupported operation.', '操作不支持。'],
  ['ActionOffline',                                          'service-unavailable',    'later', undefined,   'ticket',                           COMMON,     'The API has been deprecated / taken offline.', '接口已下线。'],
  ['AuthFailure.InvalidAuthorization',                       'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'The Authorization header is invalid.', '请求头部的 Authorization 不符合腾讯云标准。'],
  ['AuthFailure.InvalidSecretId',                            'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'Invalid key (not a TencentCloud API key type).', '密钥非法(不是云 API 密钥类型)。'],
  ['AuthFailure.MFAFailure',                                 'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'MFA failed.', 'MFA 错误。'],
  ['AuthFailure.SecretIdNotFound',                           'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'The key does not exist (deleted, disabled, mistyped).', '密钥不存在。'],
  ['AuthFailure.SignatureExpire',                            'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'Signature expired; more than five minutes of clock difference.', '签名过期。'],
  ['AuthFailure.SignatureFailure',                           'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'Invalid signature.', '签名错误。'],
  ['AuthFailure.TokenFailure',                               'auth-failed',            'never', undefined,   'did not authorize',                COMMON,     'Token error.', 'token 错误。'],
  ['DryRunOperation',                                        'service-unavailable',    'later', undefined,   'ticket',                           COMMON,     'The request would have succeeded but DryRun was passed.', 'DryRun 操作'],
  ['InvalidAction',                                          'service-unavailable',    'later', undefined,   'ticket',                           COMMON,     'The API does not exist.', '接口不存在。'],
  ['InvalidRequest',                                         'message-invalid',        'never', undefined,   'Compare the mail',                 COMMON,     'The multipart format of the request body is wrong.', '请求 body 的 multipart 格式错误。'],
  ['IpInBlacklist',                                          'account-refused',        'never', undefined,   'another IP address',               COMMON,     'The IP is in the blocklist.', 'IP 地址在黑名单中。'],
  ['IpNotInWhitelist',                                       'account-refused',        'never', undefined,   'allowlist',                        COMMON,     'The IP is not in the allowlist.', 'IP 地址不在白名单中。'],
  ['NoSuchProduct',                                          'service-unavailable',    'later', undefined,   'ticket',                           COMMON,     'The product does not exist.', '产品不存在'],
  ['NoSuchVersion',                                          'service-unavailable',    'later', undefined,   'ticket',                           COMMON,     'The API version does not exist.', '接口版本不存在。'],
  ['RequestLimitExceeded.GlobalRegionUinLimitExceeded',      'rate-limited',           'soon',  SECOND,      'more slowly',                      COMMON,     'The root account exceeded the frequency limit.', '主账号超过频率限制。'],
  ['RequestLimitExceeded.IPLimitExceeded',                   'rate-limited',           'soon',  SECOND,      'more slowly',                      COMMON,     'Per-IP frequency limit.', 'IP 限频。'],
  ['RequestLimitExceeded.UinLimitExceeded',                  'rate-limited',           'soon',  SECOND,      'more slowly',                      COMMON,     'Root-account frequency limit.', '主账号限频。'],
  ['RequestSizeLimitExceeded',                               'message-too-large',      'never', undefined,   'under 10 MB',                      COMMON,     'The request packet is too large.', ''],
]

/** Of calls that no mail brings about: what they mean is told by their codes alone. */
export const ofOtherCalls: ReadonlySet<string> = new Set([
  'FailedOperation.ExceedTemplateLimit',
  'FailedOperation.InvalidLimit',
  'FailedOperation.NotSupportDate',
  'FailedOperation.TemplateContentToolarge',
  'InvalidParameterValue.BeginTimeBeforeNow',
  'InvalidParameterValue.InValidTemplateData',
  'InvalidParameterValue.ReceiverDescIllegal',
  'InvalidParameterValue.ReceiverNameIllegal',
  'InvalidParameterValue.RepeatCreation',
  'InvalidParameterValue.RepeatEmailAddress',
  'InvalidParameterValue.RepeatReceiverName',
  'InvalidParameterValue.TemplateContentIsNULL',
  'InvalidParameterValue.TemplateContentIsWrong',
  'InvalidParameterValue.TemplateDataError',
  'InvalidParameterValue.TemplateDataInconsistent',
  'InvalidParameterValue.TemplateDataLenLimit',
  'InvalidParameterValue.TemplateNameIllegal',
  'InvalidParameterValue.TemplateNameIsNULL',
  'InvalidParameterValue.TemplateNotMatchData',
  'InvalidParameterValue.WrongDate',
  'LimitExceeded.ExceedReceiverLimit',
  'LimitExceeded.ReceiverDetailCountLimit',
  'MissingParameter.CycleParamNecessary',
  'MissingParameter.ReceiverIdNecessary',
  'MissingParameter.SendParamNecessary',
  'MissingParameter.TimedParamNecessary',
  'OperationDenied.ExceedDomainLimit',
  'OperationDenied.ExceedSenderLimit',
  'OperationDenied.ReceiverIsOperating',
  'OperationDenied.ReceiverNotExist',
  'OperationDenied.ReceiverStatusError',
  'OperationDenied.RepeatPassWord',
])

/**
 * "General business error description" of the page of 2026-03-09. The Chinese page has the descriptions in English too, but
 * for the one in the last column. `enough`: what of the description has to be there to be known.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453
 */
// biome-ignore format: a table
export const describedErrors: readonly (readonly [
  ...Row, enough: string,
])[] = [
  // Error Code                            reason                retry    retryAfterMs  hint                        docs    Error Description                                                       enough
  ['FailedOperation',                     'sender-refused',     'never', undefined,   'a From',                   ERRORS, 'msg.From is null',                                                   '',  'msg.From is null'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   'a subject',                ERRORS, 'msg.Subject is null',                                                '',  'msg.Subject is null'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   'a text or an HTML',        ERRORS, 'msg.Body is null',                                                   '',  'msg.Body is null'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   'as Base64',                ERRORS, 'Content-Transfer-Encoding must in...',                               '',  'Content-Transfer-Encoding must in'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   'charset=UTF-8',            ERRORS, 'Content-Type must in...',                                            '',  'Content-Type must in'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   '1.0',                      ERRORS, 'Mime-Version must in...',                                            '',  'Mime-Version must in'],
  ['FailedOperation',                     'message-too-large',  'never', undefined,   '1 MB',                     ERRORS, 'The email is too large. Remove some content...',                     '',  'The email is too large'],
  ['FailedOperation',                     'attachment-refused', 'never', undefined,   'attachments as Base64',    ERRORS, 'Incorrect attachment content. Make sure the base64 content is...',   '',  'Incorrect attachment content'],
  ['FailedOperation',                     'message-too-large',  'never', undefined,   '5 MB each',                ERRORS, 'The attachments are too large. Make sure they do not exceed the...', '',  'The attachments are too large'],
  ['RequestLimitExceeded.SmtpRateLimit',  'rate-limited',       'soon',  SECOND,      '20 SMTP calls a second',   GUIDE,  'smtp sending frequency limit...',                                    '触发 SMTP 调用频率限制', 'smtp sending frequency limit'],
  ['FailedOperation',                     'message-invalid',    'never', undefined,   'body as Base64',           ERRORS, 'Incorrect body content. Make sure the base64 content is correct.',   '',  'Incorrect body content'],
  ['FailedOperation',                     'account-refused',    'never', undefined,   'enterprise',               ERRORS, 'SMTPForbidden',                                                      '',  'SMTPForbidden'],
]

/** "System errors" of the same page, and go-smtp's words for the first since 2022. */
// biome-ignore format: a table
export const systemErrors = [
  ['554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream', 'message-invalid',   '2,000 bytes'],
  ['smtp: too longer line in input stream',                                                               'message-invalid',   '2,000 bytes'],
  ['554 5.0.0 Error: transaction failed: multipart: NextPart: smtp: too long a line in input stream',     'message-invalid',   '2,000 bytes'],
  ['500 5.4.0 Too long line, closing connection',                                                         'message-invalid',   '2,000 bytes'],
  ['write tcp *.*.*.*:60575->*.*.*.*:25: write: broken pipe',                                             'message-invalid',   '2,000 bytes'],
  ['write EPIPE',                                                                                         'message-invalid',   '2,000 bytes'],
  ['EOF',                                                                                                 'message-too-large', '8 MB together'],
  ['554 5.0.0 Error: transaction failed, blame it on the weather: illegal base64 data at input byte 76',  'message-invalid',   'Base64'],
] as const

/** Codes that stand for more than the one mail, until their time. */
export const scopes: ReadonlyMap<string, SesScope> = new Map([
  ['FailedOperation.ExceedSendLimit', 'sender'],
  ['FailedOperation.FrequencyLimit', 'recipient'],
  ['FailedOperation.HighRejectionRate', 'sender'],
  ['FailedOperation.TemporaryBlocked', 'provider'],
])
