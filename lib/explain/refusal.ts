import type { Reply, Stage } from '../attempt.ts'
import type { Meaning, OwnMeaning } from '../errors.ts'
import { COMMON_ERRORS_PAGE, SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from '../provider.ts'
import type { ParsedReply } from './reply.ts'
import { TOO_LARGE_HINT } from './table/content.ts'
import { LOGIN_HINT } from './table/service.ts'

/** What a failure means, before it is put into an error. */
export interface Finding {
  readonly meaning: Meaning | OwnMeaning
  readonly delivered: 'no' | 'unknown'
}

/**
 * Explains a reply of 4xx or 5xx: SES has not taken the mail. Its words say why; if they are in no row of the table,
 * the stage and the number do; if it was cut off before them, nothing does.
 */
export function explainRefusal(
  stage: Stage,
  { status = 0, isCut }: Reply,
  read: { readonly reply: ParsedReply; readonly meaning: Meaning | OwnMeaning | undefined },
): Finding {
  const meaning =
    read.meaning ??
    (read.reply.cut ? CUT_OFF : undefined) ??
    (isCut ? undefined : meaningOfStage(stage, status)) ??
    meaningOfStatus(status, isCut ? '' : read.reply.message)
  return { meaning, delivered: 'no' }
}

function meaningOfStage(stage: Stage, status: number): OwnMeaning | undefined {
  if (status === 421) return UNAVAILABLE
  if (status === 503) return undefined
  const isTemporary = status < 500
  if (stage === 'login') {
    if (status === 454) return LOGIN_DEFERRED
    return isTemporary ? UNAVAILABLE : LOGIN_REFUSED
  }
  if (isOfLogin(status) || (stage === 'sender' && status === 552)) return undefined
  if (stage === 'sender') return isTemporary ? UNAVAILABLE : SENDER_REFUSED
  if (stage === 'recipients') return isTemporary ? RECIPIENT_DEFERRED : RECIPIENT_REFUSED
  if (isTemporary) return UNAVAILABLE
  return stage === 'greeting' ? SESSION_REFUSED : undefined
}

/** The meaning of a reply whose words are in no row. */
export function meaningOfRest({ status, cut, message }: ParsedReply): OwnMeaning {
  const refusesNothing = status !== undefined && status < 400
  return cut && !refusesNothing ? CUT_OFF : meaningOfStatus(status, message)
}

/** The meaning of a number, with `words` after it that are in no row. */
function meaningOfStatus(status: number | undefined, words: string): OwnMeaning {
  if (status === undefined) return UNKNOWN
  if (isOfLogin(status)) return LOGIN_REFUSED
  if (status === 454) return LOGIN_DEFERRED
  if (status === 503) return OUT_OF_STEP
  if (status === 552) return TOO_LARGE
  if (status >= 500) return words === '' ? CUT_OFF : UNKNOWN
  if (status >= 400) return UNAVAILABLE
  return status === 250 ? TAKEN : LEFT_OPEN
}

/** RFC 4954 gives these numbers to logins alone. */
const isOfLogin = (status: number): boolean => LOGIN.has(status)

const LOGIN: ReadonlySet<number> = new Set([530, 534, 535, 538])

const LOGIN_REFUSED: OwnMeaning = { reason: 'auth-failed', retry: 'never', hint: LOGIN_HINT, docs: SMTP_GUIDE_PAGE }

/**
 * go-smtp answers a wrong password with 454 if it has no better number; in RFC 4954 it means that no login can be
 * checked for now.
 */
const LOGIN_DEFERRED: OwnMeaning = {
  ...LOGIN_REFUSED,
  retry: 'later',
  hint: {
    en: `${LOGIN_HINT.en} If that is right, send again later: with 454 the gateway may only be unable to check it.`,
    zh: `${LOGIN_HINT.zh}若无误，请稍后重新发送：回复 454 时，SMTP 网关可能只是暂时无法校验。`,
  },
}

const UNAVAILABLE: OwnMeaning = {
  reason: 'service-unavailable',
  retry: 'soon',
  hint: {
    en: 'Send again: the gateway says that it cannot take the mail for now.',
    zh: '请重新发送：SMTP 网关表示暂时无法接收邮件。',
  },
}

const TOO_LARGE: OwnMeaning = {
  reason: 'message-too-large',
  retry: 'never',
  hint: TOO_LARGE_HINT,
  docs: COMMON_ERRORS_PAGE,
}

const OUT_OF_STEP: OwnMeaning = {
  reason: 'connection',
  retry: 'soon',
  hint: {
    en: 'Send again over a new connection: this one was out of step.',
    zh: '请通过新连接重新发送：当前连接的命令次序错乱。',
  },
  docs: SMTP_ADDRESS_PAGE,
}

const UNKNOWN: OwnMeaning = {
  reason: 'unknown',
  retry: 'never',
  hint: {
    en: "Look the reply up on the provider's page, and give it a meaning with the option `meanings`.",
    zh: '请在腾讯云文档中查找该回复，并用选项 `meanings` 为其定义含义。',
  },
}

/**
 * A refusal without its reason. Not `never`, which would give up a mail that was only too early, and not `soon`, since
 * a limit may be the cause.
 */
const CUT_OFF: OwnMeaning = {
  reason: 'unknown',
  retry: 'later',
  hint: {
    en: 'Send again later: the reply was cut off before it said why.',
    zh: '请稍后重新发送：回复在说明原因之前被截断。',
  },
}

const TAKEN: OwnMeaning = {
  reason: 'unknown',
  retry: 'never',
  hint: { en: 'Do nothing: with this reply SES has taken the mail.', zh: '无需处理：该回复表示 SES 已接收邮件。' },
}

export const LEFT_OPEN: OwnMeaning = {
  reason: 'delivery-unknown',
  retry: 'never',
  hint: {
    en: 'Look in the SES console whether the mail was sent before sending it again: SES may have taken it, and does not recognize a second one.',
    zh: '重发前请先在 SES 控制台确认邮件是否已发出：SES 可能已接收，且不会识别重复的邮件。',
  },
}

const SENDER_REFUSED: OwnMeaning = {
  reason: 'sender-refused',
  retry: 'never',
  hint: {
    en: 'Send from the address logged in with, verified in the SES console.',
    zh: '请使用登录的发信地址发信，该地址须已在 SES 控制台验证。',
  },
}

const RECIPIENT_REFUSED: OwnMeaning = {
  reason: 'recipient-refused',
  retry: 'never',
  hint: { en: "Correct the recipient's address, or stop sending to it.", zh: '请更正收件人地址，或停止向其发信。' },
}

const RECIPIENT_DEFERRED: OwnMeaning = {
  reason: 'recipient-refused',
  retry: 'soon',
  hint: {
    en: 'Send again: the gateway does not take this recipient for now.',
    zh: '请重新发送：SMTP 网关暂不接受该收件人。',
  },
}

const SESSION_REFUSED: OwnMeaning = {
  reason: 'connection',
  retry: 'never',
  hint: {
    en: 'Check host and port: the server there does not take our connection.',
    zh: '请检查主机和端口：该服务器不接受连接。',
  },
  docs: SMTP_ADDRESS_PAGE,
}
