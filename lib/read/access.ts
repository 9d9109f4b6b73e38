import { SesError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { type MailMessage, type MimeNode, mailerOf, nodesOf } from './mail-message.ts'

type Access = 'disableFileAccess' | 'disableUrlAccess'

/**
 * Closes files or URLs on every node where the mail, the `defaults` of its transporter or the transport's options do.
 * Nodemailer before 10 lets a mail open what the defaults have closed, and reads a raw message whatever is closed.
 *
 * @throws SesError if Nodemailer may have read the HTML already
 */
export function closeAccess(mail: MailMessage, root: MimeNode, settings: Settings): void {
  for (const access of ['disableFileAccess', 'disableUrlAccess'] as const) {
    if (!mail.data[access] && !mailerOf(mail)._defaults?.[access] && !settings[access]) continue
    refuseReadHtml(mail, access)
    for (const node of nodesOf(root)) node[access] = true
  }
}

/**
 * For `attachDataUrls` Nodemailer reads the HTML before it calls a transport: from version 10 on as the mail and the
 * defaults allow, before that always. The options of a transport it does not know.
 */
function refuseReadHtml(mail: MailMessage, access: Access): void {
  const mailer = mailerOf(mail)
  if (!mail.data.html || !(mail.data.attachDataUrls || mailer.options?.['attachDataUrls'])) return
  const [, major] = /\((\d+)\./.exec(mailer.getVersionString?.() ?? '') ?? []
  if (mail.data[access] && Number(major) >= 10) return

  throw new SesError(
    `attachDataUrls: with ${access} set, Nodemailer may have read the HTML all the same. Nothing was sent.`,
    {
      reason: 'message-invalid',
      field: 'attachDataUrls',
      hint: `Leave \`attachDataUrls\` out, or set \`${access}\` in the defaults of a transporter of Nodemailer 10.`,
    },
  )
}
