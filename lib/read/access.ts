// Tested by test/wire/message-options/controls.test.ts.

import { createError, type SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { hideSecrets } from './fetch-url.ts'
import { type Mailer, type MailMessage, type MimeNode, mailerOf, nodesOf } from './mime-node.ts'
import { refusal } from './refusal.ts'

/** What the options of a mail, the `defaults` of its transporter or the transport's own close. */
type Access = 'disableFileAccess' | 'disableUrlAccess'

const accesses: readonly Access[] = ['disableFileAccess', 'disableUrlAccess']

/**
 * Closes files or URLs on every node of a mail. Nodemailer before 10 lets a mail open what the defaults have closed, and
 * reads a raw message whatever is closed.
 *
 * @throws SesError if Nodemailer may have read the HTML already
 */
export function closeAccess(mail: MailMessage, root: MimeNode, settings: Settings): void {
  const mailer = mailerOf(mail)
  const closed = accesses.filter((access) => isClosed(access, mail, mailer, settings))
  for (const access of closed) for (const node of nodesOf(root)) node[access] = true
  const [option = settings.allowUrls && 'allowUrls'] = closed
  if (option && asksForImages(mail, mailer) && !isGuarded(mailer)) throw mayBeRead(option)
}

/**
 * Tells a transporter what its transport's options close, and keeps it from reading the HTML where that is closed. For
 * `attachDataUrls` it reads it before it calls a transport: from Nodemailer 10 on as the mail, the defaults and its own options
 * allow, before that always.
 */
export function guardAccess(mailer: Partial<Mailer>, settings: Settings): void {
  for (const access of accesses) if (settings[access] && mailer.options) mailer.options[access] = true
  const convert = mailer._convertDataImages
  if (typeof convert !== 'function' || isGuarded(mailer)) return
  mailer._convertDataImages = (mail, callback) => {
    const refused = asksForImages(mail, mailer) && closedSource(mail, mailer, settings)
    if (refused) callback(refused)
    else convert.call(mailer, mail, callback)
  }
}

/** Nodemailer's own is on the prototype. A clone of a transport is not told of its transporter, which then is not guarded. */
const isGuarded = (mailer: Partial<Mailer>): boolean => Object.hasOwn(mailer, '_convertDataImages')

function asksForImages({ data }: MailMessage, { options }: Partial<Mailer>): boolean {
  return Boolean(data.html && (data.attachDataUrls || options?.['attachDataUrls']))
}

function isClosed(access: Access, { data }: MailMessage, mailer: Partial<Mailer>, settings: Settings): boolean {
  return Boolean(data[access] || mailer._defaults?.[access] || settings[access])
}

/** The error for HTML that stands in a file or at a URL, as Nodemailer looks for it, where that is closed. */
function closedSource(mail: MailMessage, mailer: Partial<Mailer>, settings: Settings): SesError | undefined {
  const html = mail.data.html as { readonly content?: unknown } | undefined
  const { path, href, pipe } = Object(html?.content || html) as { readonly [Key in 'path' | 'href' | 'pipe']?: unknown }
  if (typeof pipe === 'function') return undefined

  // Which of the two is read differs from version to version: what is closed may be neither.
  const sources = [path, href].filter(Boolean).map(String)
  const file = sources.find((source) => source === String(path) && !/^(?:https?|data):/i.test(source))
  const url = sources.find((source) => !/^data:/i.test(source) && source !== file)
  const isUrlClosed = isClosed('disableUrlAccess', mail, mailer, settings)
  if (file !== undefined && isClosed('disableFileAccess', mail, mailer, settings))
    return notRead('disableFileAccess', file)
  if (url !== undefined && isUrlClosed) return notRead('disableUrlAccess', url)
  // From an allowed host Nodemailer would follow a redirect to any other.
  return url !== undefined && settings.allowUrls ? notRead('allowUrls', url) : undefined
}

function notRead(option: string, source: string): SesError {
  const shown = hideSecrets(source)
  const message = {
    en: `html: with ${option} set, ${shown} is not read for attachDataUrls.`,
    zh: `html：已设置 ${option}，不会为 attachDataUrls 读取 ${shown}。`,
  }
  return createError(message, {
    reason: 'message-invalid',
    field: 'html',
    hint: { en: 'Nothing was sent.', zh: '邮件未发送。' },
  })
}

function mayBeRead(option: string): SesError {
  return refusal(
    'attachDataUrls',
    {
      en: `with ${option} set, Nodemailer may have read the HTML all the same`,
      zh: `已设置 ${option}，但 Nodemailer 可能仍已读取 HTML`,
    },
    {
      en: 'Leave `attachDataUrls` out, or give `sesTransport(…)` itself to `createTransport`, and no copy of it.',
      zh: '请去掉 `attachDataUrls`，或将 `sesTransport(…)` 本身（而非其副本）传给 `createTransport`。',
    },
  )
}
