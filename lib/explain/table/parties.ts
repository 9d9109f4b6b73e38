// Tested by test/explain/every-code.test.ts.

import { ERROR_PAGE, SEND_EMAIL_PAGE, SMTP_GUIDE_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

const HOUR = 60 * 60 * 1000

/** Who sends, and who receives. */
// biome-ignore format: a table
export const partyGroups: readonly Group[] = [
  { reason: 'sender-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.NotAuthenticatedSender', phrases: ['sender没有经过认证', 'sender is not verified'],
      hint: { en: 'Send from the address logged in with, verified in the SES console, written as `Name <address>` with one space.',
        zh: '请使用登录的发信地址发信，该地址须已在 SES 控制台验证；From 写成 `Name <address>`，中间一个空格。' } },
    { phrases: ['msg.From is null'], docs: ERROR_PAGE, hint: { en: 'Give the mail a From.',
        zh: '请设置 From。' } },
    { code: 'FailedOperation.IncorrectSender', phrases: ['发件人格式不正确'],
      hint: { en: 'Write From as `Name <address>` with one space and no colon in the name.',
        zh: '请将 From 写成 `Name <address>`，中间一个空格，名称中不能有冒号。' } },
    { code: 'InvalidParameterValue.IllegalSenderName', phrases: ['发信人别名错误'],
      hint: { en: "Choose a plain sender's name, without a colon or other signs.",
        zh: '请使用简单的发件人名称，不要带冒号或其他符号。' } },
    { code: 'InvalidParameterValue.NoSuchSender', phrases: ['您没有这个发件地址'],
      hint: { en: 'Create the sender address in the SES console, in the region that you send to.',
        zh: '请在 SES 控制台创建该发信地址，地域须与发信所用的一致。' } },
    { code: 'InvalidParameterValue.NotExistDomain', phrases: ['该域名还没有创建'],
      hint: { en: "Create and verify the sender's domain in the SES console, in the region that you send to.",
        zh: '请在 SES 控制台创建并验证发信域名，地域须与发信所用的一致。' } },
    { code: 'InvalidParameterValue.CreatedByOther', phrases: ['该域名已被其他'],
      hint: { en: "Send from a domain of this account: the sender's domain belongs to another one.",
        zh: '请使用本账号的域名发信：该发信域名属于其他账号。' } },
    { code: 'InvalidParameterValue.InvalidEmailIdentity', phrases: ['域名取值错误'],
      hint: { en: "Check the domain of the sender's address.",
        zh: '请检查发信地址的域名。' } },
    { code: 'OperationDenied.DomainNotVerified', phrases: ['域名验证失败'],
      hint: { en: "Verify the sender's domain in the SES console: its DNS records are missing or wrong.",
        zh: '请在 SES 控制台验证发信域名：其 DNS 记录缺失或有误。' } },
    { code: 'OperationDenied.SendAddressStatusError', phrases: ['发信地址不存在'],
      hint: { en: 'Create the sender address in the SES console, and wait until it is approved.',
        zh: '请在 SES 控制台创建该发信地址，并等待审核通过。' } },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'InvalidParameterValue.EmailAddressIsNULL', phrases: ['收件或者发件地址为空'],
      hint: { en: 'Give the mail both a From and a To.',
        zh: '请同时设置 From 和 To。' } },
    { code: 'MissingParameter.EmailsNecessary', phrases: ['收件人地址必须传'], hint: { en: 'Give the mail a To.',
        zh: '请设置 To。' } },
    // Not `recipient-refused`: there is nothing wrong with any of the addresses.
    // go-smtp says 552 or 452 `Maximum limit of 50 recipients reached`.
    { code: 'FailedOperation.TooManyRecipients', phrases: ['收件人数太多', 'Maximum limit of', 'too many recipients'],
      hint: { en: 'Send to at most 50 recipients at a time.',
        zh: '一次最多发给 50 个收件人。' } },
  ] },
  { reason: 'recipient-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.IncorrectEmail', phrases: ['邮箱地址错误'], hint: { en: "Correct the recipient's address.",
        zh: '请更正收件人地址。' } },
    { code: 'InvalidParameterValue.ReceiverEmailInvalid', phrases: ['收件人地址错误'],
      hint: { en: "Correct the recipient's address.",
        zh: '请更正收件人地址。' } },
    { code: 'InvalidParameterValue.IllegalEmailAddress', phrases: ['邮件地址不合法'],
      hint: { en: "Correct the recipient's address: it is not written as an address is.",
        zh: '请更正收件人地址：不符合邮箱地址的格式。' } },
    { code: 'FailedOperation.EmailAddrInBlacklist', phrases: ['邮件地址在黑名单中'],
      hint: { en: 'Stop sending to this address, or take it off the blocklist in the SES console: mail to it has bounced.',
        zh: '请停止向该地址发信，或在 SES 控制台将其移出黑名单：发往该地址的邮件曾被退回。' } },
    { code: 'FailedOperation.ReceiverHasUnsubscribed', phrases: ['收件人已退订'],
      hint: { en: 'Stop sending to this recipient, who has unsubscribed.',
        zh: '该收件人已退订，请停止向其发信。' } },
    { code: 'FailedOperation.RejectedByRecipients', phrases: ['邮件被收信人拒绝'],
      hint: { en: "Stop sending to this recipient: the recipient's side rejects it.",
        zh: '收件方拒收，请停止向该收件人发信。' } },
    { code: 'FailedOperation.UnsupportMailType', phrases: ['不支持的邮箱类型'],
      hint: { en: "Use another address of the recipient: SES does not send to this one's provider.",
        zh: '请使用该收件人的其他邮箱：SES 不支持向此邮箱服务商发信。' } },
  ] },
  { reason: 'recipient-rate-limited', retry: 'later', retryAfter: HOUR, scope: 'recipient', docs: SMTP_GUIDE_PAGE, rows: [
    { code: 'FailedOperation.FrequencyLimit', phrases: ['触发频率控制', '短时间内对同一地址发送过多邮件'],
      hint: { en: 'Wait an hour: one sender may send 10 mails an hour to one recipient.',
        zh: '请等待一小时：同一发信地址每小时最多向同一收件人发送 10 封邮件。' } },
  ] },
]
