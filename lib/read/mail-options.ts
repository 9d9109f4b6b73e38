import type { SesError } from '../errors.ts'
import type { Change } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { readField, readMailboxes } from './addresses.ts'
import { type MailMessage, type MimeNode, mailerOf } from './mime-node.ts'
import { refusal } from './refusal.ts'

/**
 * What a mail asks of its sending, and SES does not do: refused where it would be another mail or go another way, told
 * where it would not.
 *
 * @throws SesError
 */
export function dropSendingOptions(mail: MailMessage, root: MimeNode, settings: Settings): Change[] {
  if (mail.data.requireTLSExtensionEnabled) throw noRequireTls()
  refuseOtherLogin(mail, settings)
  return [...dropDkim(root, mail), ...dropEnvelopeSender(root, mail), ...dropDsn(mail)]
}

/** RFC 8689: the mail must not travel on without TLS, which SES does not promise. */
function noRequireTls(): SesError {
  return refusal(
    'requireTLSExtensionEnabled',
    { en: 'SES does not offer REQUIRETLS', zh: 'SES 不支持 REQUIRETLS' },
    { en: 'Leave the option out, or send the mail another way.', zh: '请去掉该选项，或通过其他途径发送。' },
  )
}

/** Nodemailer's SMTP transport would log in with it; here each login has its connections. */
function refuseOtherLogin({ data }: MailMessage, { logins }: Settings): void {
  const user = (data.auth as { readonly user?: unknown } | undefined)?.user
  if (user === undefined || logins.some((login) => login.user.toLowerCase() === String(user).toLowerCase())) return

  const what = { en: `the transport has no login ${user}`, zh: `transport 没有登录地址 ${user}` }
  const hint = {
    en: 'Give every login in the option `auth` of `sesTransport`: a mail goes through that of its From address.',
    zh: '请在 `sesTransport` 的选项 `auth` 中列出所有登录信息：邮件会使用与 From 地址对应的一个。',
  }
  throw refusal('auth', what, hint, { reason: 'sender-refused' })
}

/** SES composes the message anew, so that a signature made here would be of another message. */
function dropDkim(root: MimeNode, mail: MailMessage): Change[] {
  if (!mail.data.dkim && !mailerOf(mail).dkim) return []
  root._processFuncs = root._processFuncs.slice(0, -1) // Nodemailer appends the signing last
  return told('dkim', 'dkim', 'not signed with DKIM: SES composes the message anew and signs it itself')
}

/** MAIL FROM is the address logged in with: SES takes no other. */
function dropEnvelopeSender(root: MimeNode, { data }: MailMessage): Change[] {
  const given = data.envelope as { readonly from?: unknown } | undefined
  if (given?.from === undefined) return []
  const [sender] = readMailboxes(given.from)
  const from = readField(root, 'from')
  // A raw message has its From inside, where it has not been read yet.
  if (from.length === 0 || from.some(({ address }) => address === sender?.address)) return []
  return told('envelope', 'envelope', `MAIL FROM is the address logged in with, and not ${sender?.address ?? '<>'}`)
}

function dropDsn({ data }: MailMessage): Change[] {
  const dsn = data.dsn ?? (data.envelope as { readonly dsn?: unknown } | undefined)?.dsn
  return dsn ? told('dsn', 'dsn', 'no delivery report is asked for: SES offers none over SMTP') : []
}

function told(rule: string, field: string, message: string): Change[] {
  return [{ rule, field, loss: 'none', message }]
}

/**
 * Refuses a mail with fields that are not its own. JSON may have a key `__proto__`, which a check of the keys passes over; in
 * Nodemailer before 9.1 what stands below it is part of the mail all the same: a Bcc, a file.
 *
 * @throws SesError
 */
export function refuseInherited({ data }: MailMessage): void {
  for (const key in data) {
    if (Object.hasOwn(data, key) || key in Object.prototype) continue
    const name = key.slice(0, 100)
    throw refusal(
      '__proto__',
      { en: `${name} is no field of the mail's own`, zh: `${name} 不是邮件自身的字段` },
      {
        en: 'Give a plain object, and take no key `__proto__` from JSON.',
        zh: '请使用普通对象，不要从 JSON 中接受键 `__proto__`。',
      },
    )
  }
}
