import { type Failed, isRefusal, type Reply, type Stage } from '../attempt.ts'
import {
  amendError,
  createError,
  isSesError,
  type Meaning,
  type OwnMeaning,
  type SesError,
  type SesReason,
  textsOf,
} from '../errors.ts'
import { type SesLanguage, toWords, type Words } from '../language.ts'
import { printable } from '../printable.ts'
import { explainBreak } from './break.ts'
import { lookUpReply } from './look-up.ts'
import { explainRefusal } from './refusal.ts'
import type { ParsedReply } from './reply.ts'
import { type OpenVerdict, toVerdict } from './verdict.ts'

/** What is known beside the attempt. */
export interface ExplainContext {
  /** Rows that come before the table's own. */
  readonly meanings: readonly Meaning[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Attempts so far, this one too. */
  readonly attempts: number
  /** The mail's From, and the address logged in with. */
  readonly sender?: { readonly from: string; readonly user: string }
  /** In which channels, logs and `onUnknown` get the error, before the mail has settled. */
  readonly language: SesLanguage
}

/**
 * Turns an attempt that failed into a {@link SesError}.
 *
 * A 4xx or 5xx reply, even one cut short by the end of the connection, says that SES did not take the mail, and its
 * words say why. Without such a reply, the mail was not taken if its last byte was not handed over; if it was, nobody
 * knows.
 */
export function explainAttempt(attempt: Failed, context: ExplainContext): SesError {
  const { failed, reply, error, rejected } = attempt
  if (isSesError(error)) return amendError(error, { attempts: context.attempts, language: context.language })

  const read = reply && lookUpReply(reply.text, context.meanings)
  const { meaning, delivered } =
    reply && isRefusal(reply) && !isFarewell(attempt, read?.reply)
      ? explainRefusal(failed, reply, read as ReturnType<typeof lookUpReply>)
      : explainBreak(attempt)
  const verdict = {
    ...toVerdict(meaning, read?.reply, context.now),
    ...(isUnknownYet(attempt, meaning) && NEW_PASSWORD),
  }
  const hint = toWords(verdict.hint)
  const explained = createError(messageOf({ ...verdict, hint }, read?.reply, error), {
    ...verdict,
    hint,
    language: context.language,
    delivered,
    code: codeOf(attempt),
    command: commands[failed],
    response: reply?.text,
    responseCode: reply?.status,
    attempts: context.attempts,
    handedOverAt: delivered === 'unknown' ? attempt.handedOverAt : undefined,
    ...(rejected && {
      rejected: rejected.map(({ address }) => address),
      rejectedErrors: rejected.map(({ address, reply }) => explainRecipient(address, reply, context)),
    }),
    cause: error,
  })
  return explained.reason === 'sender-refused' ? nameBothSenders(explained, context) : explained
}

const isUnknownYet = ({ isNewPassword = false }: Failed, { reason }: Meaning | OwnMeaning): boolean =>
  isNewPassword && reason === 'auth-failed'

/** A password that was just changed: SES was seen to refuse the new one for 45 to 135 seconds. */
const NEW_PASSWORD: Pick<OwnMeaning, 'retry' | 'hint'> & { readonly retryAfterMs: number } = {
  retry: 'later',
  retryAfterMs: 60_000,
  hint: {
    en: 'Send again in a minute: the password was just changed, and SES may refuse the new one for two minutes.',
    zh: '请一分钟后重新发送：密码刚刚修改，SES 可能要两分钟后才接受新密码。',
  },
}

/** The refusal of one recipient among several. */
export function explainRecipient(recipient: string, reply: Reply, context: ExplainContext): SesError {
  return amendError(explainAttempt({ failed: 'recipients', went: 'nothing', reply }, context), { recipient })
}

/**
 * Whether a reply is a 421 to a mail that was handed over. It is about the connection and not about the mail, and any
 * server on the way may send it at any time, such as a proxy that lost SES, when SES may have the mail already. With
 * SES's own code in it, it is SES's.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-3.8
 */
const isFarewell = ({ went, reply }: Failed, parsed: ParsedReply | undefined): boolean =>
  reply?.status === 421 && went === 'all' && parsed?.code === undefined

/** One line for people: what happened, in SES's own words where there are any, then what to do. */
function messageOf(
  { reason, hint }: OpenVerdict & { readonly hint: Words },
  reply: ParsedReply | undefined,
  error: Error | undefined,
): Words {
  const said = [reply?.status, reply?.code].filter((part) => part !== undefined).join(' ')
  const words = shorten(reply?.message || error?.message || '')
  const happened = happenings[reason] ?? (reply ? REFUSED : NOT_SENT)
  return {
    en: joinSentences(`${happened.en}${said && ` (${said})`}${words && `: ${words}`}`, hint.en, '. ', ' '),
    zh: joinSentences(`${happened.zh}${said && `（${said}）`}${words && `：${words}`}`, hint.zh, '。', ''),
  }
}

const REFUSED: Words = { en: 'SES refused the mail', zh: 'SES 拒绝了该邮件' }
const NOT_SENT: Words = { en: 'The mail was not sent', zh: '邮件未发送' }

const happenings: Partial<Readonly<Record<SesReason, Words>>> = {
  'auth-failed': { en: 'SES refused the login', zh: 'SES 拒绝了登录' },
  'service-unavailable': { en: 'SES is not available', zh: 'SES 暂不可用' },
  connection: { en: 'The connection to SES failed', zh: '与 SES 的连接失败' },
  'delivery-unknown': { en: 'SES may or may not have taken the mail', zh: '无法确定 SES 是否已接收该邮件' },
}

/** Keeps a server's reply from filling a log. */
function shorten(text: string): string {
  const line = printable(text.slice(0, 4 * MOST_CHARACTERS))
  return (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS).trimEnd()}…` : line).toWellFormed()
}

const MOST_CHARACTERS = 400

/** @param end what to put behind a first sentence that has no end yet, and `space` behind one that has */
const joinSentences = (first: string, second: string, end: string, space: string): string =>
  `${first}${/[.!?…。！？]$/.test(first) ? space : end}${second}`

/**
 * Names both addresses: with one login SES decides whether it sends for another address, and its words name neither.
 */
function nameBothSenders(refused: SesError, { sender }: ExplainContext): SesError {
  if (!sender || sender.from.toLowerCase() === sender.user.toLowerCase()) return refused
  const { from, user } = sender
  const said = textsOf(refused)
  const hint = {
    en: `Send from ${user}, or add the login of ${from} to \`auth\`: SES has one SMTP password for each sender address.`,
    zh: `请用 ${user} 发信，或在 \`auth\` 中加入 ${from} 的登录信息：SES 的每个发信地址各有一个 SMTP 密码。`,
  }
  const message = {
    en: `from: SES refused ${from}, logged in as ${user}. ${said.message.en.replace(said.hint.en, () => hint.en)}`,
    zh: `from：SES 拒绝了 ${from}，登录地址为 ${user}。${said.message.zh.replace(said.hint.zh, () => hint.zh)}`,
  }
  return amendError(refused, { message, hint, field: 'from' })
}

/** Nodemailer's code for it. */
function codeOf({ failed, reply, error }: Failed): string | undefined {
  if (error)
    return typeof (error as { code?: unknown }).code === 'string' ? (error as { code?: string }).code : undefined
  return reply && isRefusal(reply) ? refusalCodes[failed] : 'EPROTOCOL'
}

const refusalCodes: Readonly<Record<Stage, string>> = {
  socket: 'ECONNECTION',
  greeting: 'EPROTOCOL',
  login: 'EAUTH',
  sender: 'EENVELOPE',
  recipients: 'EENVELOPE',
  data: 'EENVELOPE',
  message: 'EMESSAGE',
}

const commands: Readonly<Record<Stage, string>> = {
  socket: 'CONN',
  greeting: 'CONN',
  login: 'AUTH',
  sender: 'MAIL FROM',
  recipients: 'RCPT TO',
  data: 'DATA',
  message: 'DATA',
}
