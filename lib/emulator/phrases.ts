// Tested by test/emulator/replies.test.ts.

import type { SesCode } from './codes.ts'

/**
 * What SES says with each error code that SendEmail may return, in the words of its lists of errors.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "Error Codes"
 */
export const phrases: Readonly<Record<SesCode, { readonly en: string; readonly zh: string }>> = {
  FailedOperation: { en: 'The operation failed.', zh: '操作失败。' },
  'FailedOperation.AttachContentToolarge': {
    en: 'The attachments are too large; a single-attachment limit and an all-attachments limit apply.',
    zh: '附件太大，请参考单个附件以及附件总量大小限制。',
  },
  'FailedOperation.EmailAddrInBlacklist': { en: 'The email address is in the blocklist.', zh: '邮件地址在黑名单中。' },
  'FailedOperation.EmailContentToolarge': {
    en: 'The email is too large; remove some content.',
    zh: '邮件内容太大，请减少发送邮件内容。',
  },
  'FailedOperation.ExceedSendLimit': {
    en: 'The number of emails exceeds the daily sending limit.',
    zh: '超出当日总量发送限制。',
  },
  'FailedOperation.FrequencyLimit': {
    en: 'Too many emails sent to the same address in a short period.',
    zh: '触发频率控制，短时间内对同一地址发送过多邮件。',
  },
  'FailedOperation.HighRejectionRate': {
    en: 'Temporarily blocked because of a high rejection rate.',
    zh: '拒信率过高，被临时block。',
  },
  'FailedOperation.IncorrectEmail': { en: 'Incorrect email address.', zh: '邮箱地址错误。' },
  'FailedOperation.IncorrectSender': {
    en: 'Incorrect sender format; follow the sample in the document.',
    zh: '发件人格式不正确。请参考文档示例填写。',
  },
  'FailedOperation.InsufficientBalance': {
    en: 'Insufficient balance or account in arrears.',
    zh: '余额不足，账号欠费等。',
  },
  'FailedOperation.InsufficientQuota': {
    en: 'Insufficient emails left in the plan (package).',
    zh: '套餐包额度不足。',
  },
  'FailedOperation.InvalidAttachName': {
    en: 'Unsupported attachment name; check for special characters (see the attachment-type page).',
    zh: '不支持的附件名称，请检查附件名称是否含有特殊字符，详情请参考附录附件说明。',
  },
  'FailedOperation.InvalidTemplateID': {
    en: 'Invalid template ID or unavailable template.',
    zh: '模板ID无效或者不可用。',
  },
  'FailedOperation.MissingEmailContent': {
    en: 'The content of the email is missing (TemplateData and Simple cannot be both empty).',
    zh: '缺少发信内容（TemplateData和Simple不能同时为空)。',
  },
  'FailedOperation.NoAttachPermission': {
    en: 'No permission to send an email with attachments.',
    zh: '没有附件发送权限，请检查。',
  },
  'FailedOperation.NotAuthenticatedSender': {
    en: 'Unable to send because the sender is not verified.',
    zh: '发件sender没有经过认证，无法发送。',
  },
  'FailedOperation.ProtocolCheckErr': {
    en: 'Incorrect protocol; make sure the protocol is correct.',
    zh: '协议检查错误，请检查协议是否正确。',
  },
  'FailedOperation.ReceiverHasUnsubscribed': { en: 'The recipient has unsubscribed.', zh: '收件人已退订。' },
  'FailedOperation.RejectedByRecipients': {
    en: 'The message was rejected by the recipient.',
    zh: '邮件被收信人拒绝。',
  },
  'FailedOperation.SendEmailErr': {
    en: 'Email sending error; submit a ticket.',
    zh: '您的发送遇到问题，请联系腾讯云提交工单沟通原因并解决。',
  },
  'FailedOperation.ServiceNotAvailable': {
    en: 'Temporary error; the request has not taken effect, try again.',
    zh: '临时性错误，请求未生效，请重试。',
  },
  'FailedOperation.TemporaryBlocked': {
    en: 'Sending to that recipient provider is suspended for 10 minutes because of the limit of the provider; it resumes by itself.',
    zh: '因触发了对应的收件服务商限制，邮件推送平台会对该服务商发信暂停10分钟，10分钟后自动解除。',
  },
  'FailedOperation.TooManyAttachments': {
    en: 'Too many attachments; a single email supports up to 10.',
    zh: '附件数量太多，单封邮件最多支持10个附件。',
  },
  'FailedOperation.TooManyRecipients': {
    en: 'Too many recipients; at most 50 at a time.',
    zh: '收件人数太多，最多支持同时发送50人。',
  },
  'FailedOperation.UnsupportMailType': { en: 'Unsupported email type.', zh: '不支持的邮箱类型。' },
  'FailedOperation.WithOutPermission': {
    en: 'Only template sending is allowed (custom content not enabled).',
    zh: '仅支持使用模板发送邮件。',
  },
  'FailedOperation.WrongContentJson': {
    en: 'The TemplateData field is not valid JSON.',
    zh: 'TemplateData字段格式不正确，请保持为json格式。',
  },
  InternalError: { en: 'Internal error.', zh: '内部错误。' },
  InvalidParameter: { en: 'Incorrect parameter.', zh: '参数错误。' },
  InvalidParameterValue: { en: 'Invalid parameter value.', zh: '参数取值错误。' },
  'InvalidParameterValue.AttachContentIsWrong': {
    en: 'Incorrect attachment content; make sure the base64 content is correct.',
    zh: '附件内容错误，请检查base64内容是否正确。',
  },
  'InvalidParameterValue.EmailAddressIsNULL': {
    en: 'The recipient or sender address is empty.',
    zh: '收件或者发件地址为空，请检查邮件地址。',
  },
  'InvalidParameterValue.EmailContentIsWrong': {
    en: 'Incorrect email content; make sure the TEXT/HTML base64 is correct.',
    zh: '邮件内容错误，请检查TEXT/HTML base64是否正确。',
  },
  'InvalidParameterValue.InvalidEmailIdentity': { en: 'Invalid domain value.', zh: '域名取值错误。' },
  'InvalidParameterValue.ReceiverEmailInvalid': { en: 'The recipient address is incorrect.', zh: '收件人地址错误。' },
  LimitExceeded: { en: 'The quota limit is exceeded.', zh: '超过配额限制。' },
  MissingParameter: { en: 'Missing parameter.', zh: '缺少参数错误。' },
  OperationDenied: { en: 'Operation denied.', zh: '操作被拒绝。' },
  RequestLimitExceeded: { en: 'The number of requests exceeds the frequency limit.', zh: '请求的次数超过了频率限制。' },
  // It has words on the SMTP page alone, which stand in checks/answers.ts.
  'RequestLimitExceeded.SmtpRateLimit': { en: '', zh: '' },
  ResourceInsufficient: { en: 'Insufficient resources.', zh: '资源不足。' },
  ResourceUnavailable: { en: 'The resource is unavailable.', zh: '资源不可用。' },
  UnknownParameter: { en: 'Unknown parameter error.', zh: '未知参数错误。' },
  UnsupportedOperation: { en: 'Unsupported operation.', zh: '操作不支持。' },
}
