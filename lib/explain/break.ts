import type { Failed } from '../attempt.ts'
import type { OwnMeaning } from '../errors.ts'
import type { Words } from '../language.ts'
import { SMTP_ADDRESS_PAGE } from '../provider.ts'
import { type Finding, LEFT_OPEN } from './refusal.ts'
import { meaningOfBreak } from './table/breaks.ts'

/** Explains an attempt without a refusal: something broke, here, at the gateway or between. */
export function explainBreak(attempt: Failed): Finding {
  const { went, reply } = attempt
  // A reply before the last byte that takes the mail, or does not refuse it: whoever sent it may have taken something.
  const isAnswered = went === 'part' && reply !== undefined && !(reply.isCut && reply.status === undefined)
  if (went === 'all' || isAnswered) return { meaning: LEFT_OPEN, delivered: 'unknown' }
  return { meaning: meaningOf(attempt), delivered: 'no' }
}

function meaningOf({ failed, went, reply, error }: Failed): OwnMeaning {
  if (reply && !reply.isCut) return brokenConnection(NO_ANSWER)
  const { code, cause, name, message } = (error ?? {}) as SocketError
  const words = `${code ?? ''} ${cause?.code ?? ''} ${message ?? ''}`
  if (went === 'part') {
    // A broken pipe may be about the mail, or about the network.
    const stoodFor = meaningOfBreak(words)
    return brokenConnection(stoodFor ? onceMore(stoodFor.hint) : BROKEN_IN_MAIL)
  }
  if (code === 'ETIMEDOUT') return brokenConnection(TIMED_OUT)
  if (failed === 'socket') return meaningOfSocket(words, { code, name, message })
  return isOfConnection({ code, name }) ? brokenConnection(UNREACHABLE) : NOT_OF_SES
}

/** An error of Node's, of Nodemailer's proxy code, or of a function of the caller's. */
interface SocketError {
  readonly code?: string | undefined
  readonly name?: string | undefined
  readonly message?: string | undefined
  readonly cause?: { readonly code?: string } | undefined
}

/** No connection, or none that is secure. */
function meaningOfSocket(words: string, error: SocketError): OwnMeaning {
  const { code = '', message = '' } = error
  if (code === 'EDNS')
    return brokenConnection({
      en: 'Check the host, and that its name can be looked up from here.',
      zh: '请检查主机名，并确认本机能够解析。',
    })
  // A handshake that broke off may work the next time; certificates, versions and ciphers stay as they are.
  if (code === 'ETLS' || NOT_AGREED.test(words))
    return BROKEN_OFF.test(words) ? brokenConnection(HANDSHAKE_BROKEN) : TLS_REFUSED
  if (code === 'EPROXY') return PROXY_REFUSES.test(message) ? PROXY_REFUSED : brokenConnection(PROXY_FAILED)
  return isOfConnection(error) ? brokenConnection(UNREACHABLE) : NOT_OF_SES
}

const brokenConnection = (hint: Words): OwnMeaning => ({
  reason: 'connection',
  retry: 'soon',
  hint,
  docs: SMTP_ADDRESS_PAGE,
})

/**
 * Whether an error has a code of Nodemailer's or Node's, or none, as from SOCKS proxies. A bug has another name than
 * `Error`.
 */
const isOfConnection = ({ code, name }: SocketError): boolean =>
  code === undefined ? name === 'Error' || name === undefined : CONNECTION_CODES.has(code)

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL', 'EPROXY'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'],
  ...['EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'],
])

const BROKEN_OFF = /closed|disconnected|ECONNRESET|EPIPE|timeout|timed out/i
const NOT_AGREED =
  /certificate|altnames|CERT_|_CERT|UNABLE_TO_|wrong version number|handshake failure|unsupported protocol|no protocols|ERR_TLS|ERR_SSL|EPROTO\b/i

/** A wrong setting, or an answer of the proxy that stays the same: `Invalid response from proxy: 407`. */
const PROXY_REFUSES =
  /: 4(?!08|29)\d\d$|proxy configuration|proxy destination|module not loaded|authentication|NotAllowed/i

const NO_ANSWER: Words = {
  en: 'Send again over a new connection: what came was no answer to our command.',
  zh: '请通过新连接重新发送：收到的内容不是对命令的回复。',
}
const UNREACHABLE: Words = {
  en: 'Check host, port and network; nothing of the mail was sent.',
  zh: '请检查主机、端口和网络；邮件未发送。',
}
const TIMED_OUT: Words = {
  en: 'Check host, port and network, and that TLS is on from the first byte: at 465 and 587 alike SES waits for it in silence.',
  zh: '请检查主机、端口和网络，并确认建立连接时直接使用 TLS：在 465 和 587 端口，SES 都会静默等待 TLS 握手。',
}
const HANDSHAKE_BROKEN: Words = {
  en: 'Send again: the connection broke off before TLS was up.',
  zh: '请重新发送：连接在 TLS 握手完成前中断。',
}
const PROXY_FAILED: Words = { en: 'Check the proxy; nothing of the mail was sent.', zh: '请检查代理；邮件未发送。' }
const ONCE_MORE: Words = {
  en: 'Send again; if it breaks off once more, the mail is the cause.',
  zh: '请重新发送；若再次中断，则是邮件本身的问题。',
}

const onceMore = ({ en, zh }: Words): Words => ({ en: `${ONCE_MORE.en} ${en}`, zh: `${ONCE_MORE.zh}${zh}` })

const BROKEN_IN_MAIL = onceMore({
  en: 'So SES ends a mail with a line of 2,000 bytes, or of more than about 9 MB.',
  zh: '邮件中有 2,000 字节的行，或邮件超过约 9 MB 时，SES 会这样断开。',
})

const NOT_OF_SES: OwnMeaning = {
  reason: 'unknown',
  retry: 'never',
  hint: { en: 'Look at `cause`: this is not an error of SES.', zh: '请查看 `cause`：这不是 SES 的错误。' },
}

const TLS_REFUSED: OwnMeaning = {
  reason: 'connection',
  retry: 'never',
  hint: {
    en: 'Check host, port and the option `tls`: no TLS connection can be agreed on, or the certificate is not trusted.',
    zh: '请检查主机、端口和选项 `tls`：TLS 协商失败，或证书不受信任。',
  },
  docs: SMTP_ADDRESS_PAGE,
}

const PROXY_REFUSED: OwnMeaning = {
  reason: 'connection',
  retry: 'never',
  hint: {
    en: 'Check the option `proxy`, its user and password, and that the proxy may connect to SES.',
    zh: '请检查选项 `proxy` 及其用户名和密码，并确认代理可以连接 SES。',
  },
  docs: SMTP_ADDRESS_PAGE,
}
