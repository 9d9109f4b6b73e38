import type { Meaning } from '../../errors.ts'
import type { Words } from '../../language.ts'
import { STATUS_PAGE } from '../../provider.ts'

/** What SES did with a call: `accepted`, or why it did not send the mail. */
export type SendStatus =
  | 'accepted'
  | 'internal-error'
  | 'timed-out'
  | 'frequency-limited'
  | 'recipient-blocklisted'
  | 'domain-rejected'
  | 'quota-exceeded'
  | 'template-required'
  | 'unsubscribed'
  | 'not-found'
  | 'template-invalid'
  | 'temporarily-blocked'
  | 'template-forbidden'
  | 'template-data-invalid'
  | 'domain-unverified'
  | 'provider-blocklisted'
  | 'address-invalid'
  | 'bounce-rate-high'
  | 'balance-insufficient'
  /** A number that SES's page does not have. */
  | 'unknown'

export interface SendMeaning {
  readonly word: SendStatus
  /** Whether SES sent the mail. `open`: the status leaves it open. */
  readonly sent: 'yes' | 'no' | 'open'
  readonly meaning: Words
  readonly hint: Words
  /** What a transport should go by. */
  readonly verdict: Pick<Meaning, 'reason' | 'retry' | 'retryAfter' | 'scope' | 'docs'>
}

/** The meaning of a `SendStatus` of SES's. */
export function meaningOfSendStatus(code: number | undefined): SendMeaning {
  return (code === undefined ? undefined : byCode.get(code)) ?? undocumented
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const docs = STATUS_PAGE

const open = { reason: 'delivery-unknown', retry: 'never', docs } as const
const service = { reason: 'service-unavailable', retry: 'soon', docs } as const
const recipient = { reason: 'recipient-refused', retry: 'never', docs } as const
const content = { reason: 'message-invalid', retry: 'never', docs } as const

const INTERNAL: Words = { en: 'SES failed within itself.', zh: 'SES 内部错误。' }
const AGAIN: Words = { en: 'Send the mail again: SES did not.', zh: '请重新发送：SES 未发出该邮件。' }
const LOOK: Words = {
  en: 'Look in the SES console what became of the mail before sending it again.',
  zh: '重发前请先在 SES 控制台查看邮件的发送结果。',
}
const TEMPLATE: Words = {
  en: 'Correct the template in the SES console; SMTP knows no templates, so another program sent this mail.',
  zh: '请在 SES 控制台修正模板；SMTP 不支持模板，该邮件由其他程序发送。',
}

/** @see https://www.tencentcloud.com/document/product/1084/39502 "SendStatus" */
// biome-ignore format: a table
const rows: readonly (readonly [
  codes: readonly number[],
  word: SendStatus,
  sent: SendMeaning['sent'],
  meaning: Words,
  hint: Words,
  verdict: SendMeaning['verdict'],
])[] = [
  [[0], 'accepted', 'yes',
    { en: 'SES took the mail.', zh: 'SES 已接收该邮件。' },
    { en: 'Do nothing: `deliverStatus` says how it went on.', zh: '无需处理：后续结果见 `deliverStatus`。' }, open],
  [[1001, 1002, 1003, 1005, 1009], 'internal-error', 'no', INTERNAL, AGAIN, service],
  // Who ran out of time, and how far the mail was by then, is not said.
  [[1004], 'timed-out', 'open',
    { en: 'The sending took too long.', zh: '发送超时。' }, LOOK, open],
  [[1006], 'frequency-limited', 'no',
    { en: 'Too many mails went to this address in a short time.', zh: '短时间内向该地址发送了过多邮件。' },
    { en: 'Wait an hour, then send the mail again: SES sends 10 an hour from one sender to one recipient.', zh: '请等待一小时后重新发送：同一发信地址每小时最多向同一收件人发送 10 封邮件。' },
    { reason: 'recipient-rate-limited', retry: 'later', retryAfter: HOUR, scope: 'recipient', docs }],
  [[1007], 'recipient-blocklisted', 'no',
    { en: 'The address is on the blocklist.', zh: '该地址在黑名单中。' },
    { en: 'Take the address off your lists, or off the blocklist in the SES console if it is right.', zh: '请从名单中清除该地址；若地址无误，请在 SES 控制台将其移出黑名单。' }, recipient],
  [[1008], 'domain-rejected', 'no',
    { en: 'The recipient rejects the sender domain.', zh: '收件人拒收该发信域名的邮件。' },
    { en: 'Stop sending to it from this domain.', zh: '请停止用该域名向其发信。' }, recipient],
  [[1010], 'quota-exceeded', 'no',
    { en: "The day's mails are used up.", zh: '当日发信额度已用完。' },
    { en: 'Wait until midnight in China, then send the mail again.', zh: '请等到北京时间零点后重新发送。' },
    { reason: 'quota-exceeded', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs }],
  [[1011], 'template-required', 'no',
    { en: 'The account may send templates only.', zh: '该账号只能发送模板邮件。' },
    { en: 'Ask Tencent Cloud for the permission to send custom content.', zh: '请向腾讯云申请自定义内容的发信权限。' }, { reason: 'account-refused', retry: 'never', docs }],
  [[1013], 'unsubscribed', 'no',
    { en: 'The recipient has unsubscribed from the sender domain.', zh: '收件人已退订该发信域名。' },
    { en: 'Stop sending to it from this domain.', zh: '请停止用该域名向其发信。' }, recipient],
  [[2001], 'not-found', 'open',
    { en: 'SES has no record.', zh: 'SES 没有相关记录。' },
    { en: 'Ask again later, and for the day before and after.', zh: '请稍后再查，并查询前一天和后一天。' }, open],
  [[3007], 'template-invalid', 'no',
    { en: 'The template does not exist or cannot be used.', zh: '模板不存在或不可用。' }, TEMPLATE, content],
  [[3008], 'temporarily-blocked', 'no',
    { en: "The recipient's domain blocks the sender domain for a while.", zh: '收件域名暂时屏蔽了该发信域名。' },
    { en: 'Wait ten minutes, then send the mail again.', zh: '请等待十分钟后重新发送。' },
    { reason: 'blocked', retry: 'later', retryAfter: 10 * MINUTE, scope: 'provider', docs }],
  [[3009], 'template-forbidden', 'no',
    { en: 'The account may not use this template.', zh: '该账号无权使用此模板。' }, TEMPLATE, content],
  [[3010], 'template-data-invalid', 'no',
    { en: "The template's data is malformed.", zh: '模板变量格式错误。' }, TEMPLATE, content],
  [[3014], 'domain-unverified', 'no',
    { en: 'The sender domain is not verified.', zh: '发信域名未通过验证。' },
    { en: 'Verify it in the SES console.', zh: '请在 SES 控制台验证该域名。' },
    { reason: 'sender-refused', retry: 'never', docs }],
  [[3020], 'provider-blocklisted', 'no',
    { en: "The recipient's kind of mailbox is on the blocklist.", zh: '收件人的邮箱类型在黑名单中。' },
    { en: 'Write to another address of the recipient.', zh: '请发往该收件人的其他邮箱。' }, recipient],
  [[3024], 'address-invalid', 'no',
    { en: 'The address is malformed.', zh: '邮箱地址格式错误。' },
    { en: "Correct the recipient's address.", zh: '请更正收件人地址。' }, recipient],
  [[3030], 'bounce-rate-high', 'no',
    { en: 'Too many mails bounce: SES has stopped the sending for a while.', zh: '退信率过高：SES 已暂停发信。' },
    { en: 'Take addresses that bounce off your lists, and wait until midnight in China.', zh: '请从名单中清除被退信的地址，并等到北京时间零点。' },
    { reason: 'blocked', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs }],
  [[3033], 'balance-insufficient', 'no',
    { en: 'The account has no balance.', zh: '账号余额不足。' },
    { en: "Top up the account's balance, then send the mail again.", zh: '请为账号充值，然后重新发送。' },
    { reason: 'quota-exceeded', retry: 'never', docs }],
]

const byCode: ReadonlyMap<number, SendMeaning> = new Map(
  rows.flatMap(([codes, word, sent, meaning, hint, verdict]) =>
    codes.map((code) => [code, { word, sent, meaning, hint, verdict }] as const),
  ),
)

const undocumented: SendMeaning = {
  word: 'unknown',
  sent: 'open',
  meaning: { en: 'SES gave a status that its page does not have.', zh: 'SES 返回了文档中没有的状态。' },
  hint: LOOK,
  verdict: open,
}
