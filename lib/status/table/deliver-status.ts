import type { Words } from '../../language.ts'

/** What became of a mail that SES took. */
export type DeliverStatus =
  /** SES has it, and has not delivered it yet. */
  | 'queued'
  | 'delivered'
  | 'dropped'
  /** The recipient's provider refused it. */
  | 'rejected'
  /** The recipient's provider put it off; SES tries again. */
  | 'deferred'
  /** A number that SES's page does not have, or none. */
  | 'unknown'

export interface DeliverMeaning {
  readonly word: DeliverStatus
  readonly meaning: Words
  readonly hint: Words
}

/** The meaning of a `DeliverStatus` of SES's. */
export function meaningOfDeliverStatus(code: number | undefined): DeliverMeaning {
  return (code === undefined ? undefined : byCode.get(code)) ?? undocumented
}

/** @see https://www.tencentcloud.com/document/product/1084/39502 "DeliverStatus" */
// biome-ignore format: a table
const byCode: ReadonlyMap<number, DeliverMeaning> = new Map([
  [0, { word: 'queued',
    meaning: { en: 'SES has the mail in its queue.', zh: '邮件在 SES 的队列中。' },
    hint: { en: 'Wait: a delivery takes seconds to minutes, 72 hours at most.', zh: '请等待：投递通常需要几秒到几分钟，最长 72 小时。' } }],
  [1, { word: 'delivered',
    meaning: { en: "The recipient's provider took the mail.", zh: '收件人的邮箱服务商已接收该邮件。' },
    hint: { en: 'Do nothing; a bounce may still follow.', zh: '无需处理；之后仍可能退信。' } }],
  [2, { word: 'dropped',
    meaning: { en: 'SES dropped the mail.', zh: 'SES 丢弃了该邮件。' },
    hint: { en: 'See `deliverMessage` for the reason.', zh: '原因见 `deliverMessage`。' } }],
  [3, { word: 'rejected',
    meaning: { en: "The recipient's provider refused the mail.", zh: '收件人的邮箱服务商拒收该邮件。' },
    hint: { en: 'See `deliverMessage`; if the address does not exist, take it off your lists.', zh: '请查看 `deliverMessage`；若地址不存在，请从名单中清除。' } }],
  [8, { word: 'deferred',
    meaning: { en: "The recipient's provider put the mail off.", zh: '收件人的邮箱服务商推迟了接收。' },
    hint: { en: 'Wait: SES tries again by itself. See `deliverMessage`.', zh: '请等待：SES 会自动重试。详见 `deliverMessage`。' } }],
] as const)

const undocumented: DeliverMeaning = {
  word: 'unknown',
  meaning: { en: 'SES gave no delivery status that its page has.', zh: 'SES 未返回文档中有的投递状态。' },
  hint: { en: 'Look in the SES console.', zh: '请在 SES 控制台查看。' },
}
