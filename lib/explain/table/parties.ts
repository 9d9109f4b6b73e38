// Tested by test/explain/every-code.test.ts.

import { ERROR_PAGE, SEND_EMAIL_PAGE, SMTP_GUIDE_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

const HOUR = 60 * 60 * 1000

/** Who sends, and who receives. */
// biome-ignore format: a table
export const partyGroups: readonly Group[] = [
  { reason: 'sender-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.NotAuthenticatedSender', phrases: ['sender没有经过认证', 'sender is not verified'],
      hint: 'Send from the address logged in with, verified in the SES console, written as `Name <address>` with one space.' },
    { phrases: ['msg.From is null'], docs: ERROR_PAGE, hint: 'Give the mail a From.' },
    { code: 'FailedOperation.IncorrectSender', phrases: ['发件人格式不正确'],
      hint: 'Write From as `Name <address>` with one space and no colon in the name.' },
    { code: 'InvalidParameterValue.IllegalSenderName', phrases: ['发信人别名错误'],
      hint: "Choose a plain sender's name, without a colon or other signs." },
    { code: 'InvalidParameterValue.NoSuchSender', phrases: ['您没有这个发件地址'],
      hint: 'Create the sender address in the SES console, in the region that you send to.' },
    { code: 'InvalidParameterValue.NotExistDomain', phrases: ['该域名还没有创建'],
      hint: "Create and verify the sender's domain in the SES console, in the region that you send to." },
    { code: 'InvalidParameterValue.CreatedByOther', phrases: ['该域名已被其他'],
      hint: "Send from a domain of this account: the sender's domain belongs to another one." },
    { code: 'InvalidParameterValue.InvalidEmailIdentity', phrases: ['域名取值错误'],
      hint: "Check the domain of the sender's address." },
    { code: 'OperationDenied.DomainNotVerified', phrases: ['域名验证失败'],
      hint: "Verify the sender's domain in the SES console: its DNS records are missing or wrong." },
    { code: 'OperationDenied.SendAddressStatusError', phrases: ['发信地址不存在'],
      hint: 'Create the sender address in the SES console, and wait until it is approved.' },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'InvalidParameterValue.EmailAddressIsNULL', phrases: ['收件或者发件地址为空'],
      hint: 'Give the mail both a From and a To.' },
    { code: 'MissingParameter.EmailsNecessary', phrases: ['收件人地址必须传'], hint: 'Give the mail a To.' },
    // Not `recipient-refused`: there is nothing wrong with any of the addresses.
    // go-smtp says 552 or 452 `Maximum limit of 50 recipients reached`.
    { code: 'FailedOperation.TooManyRecipients', phrases: ['收件人数太多', 'Maximum limit of', 'too many recipients'],
      hint: 'Send to at most 50 recipients at a time.' },
  ] },
  { reason: 'recipient-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.IncorrectEmail', phrases: ['邮箱地址错误'], hint: "Correct the recipient's address." },
    { code: 'InvalidParameterValue.ReceiverEmailInvalid', phrases: ['收件人地址错误'],
      hint: "Correct the recipient's address." },
    { code: 'InvalidParameterValue.IllegalEmailAddress', phrases: ['邮件地址不合法'],
      hint: "Correct the recipient's address: it is not written as an address is." },
    { code: 'FailedOperation.EmailAddrInBlacklist', phrases: ['邮件地址在黑名单中'],
      hint: 'Stop sending to this address, or take it off the blocklist in the SES console: mail to it has bounced.' },
    { code: 'FailedOperation.ReceiverHasUnsubscribed', phrases: ['收件人已退订'],
      hint: 'Stop sending to this recipient, who has unsubscribed.' },
    { code: 'FailedOperation.RejectedByRecipients', phrases: ['邮件被收信人拒绝'],
      hint: "Stop sending to this recipient: the recipient's side rejects it." },
    { code: 'FailedOperation.UnsupportMailType', phrases: ['不支持的邮箱类型'],
      hint: "Use another address of the recipient: SES does not send to this one's provider." },
  ] },
  { reason: 'recipient-rate-limited', retry: 'later', retryAfter: HOUR, scope: 'recipient', docs: SMTP_GUIDE_PAGE, rows: [
    { code: 'FailedOperation.FrequencyLimit', phrases: ['触发频率控制', '短时间内对同一地址发送过多邮件'],
      hint: 'Wait an hour: one sender may send 10 mails an hour to one recipient.' },
  ] },
]
