import { SesError } from '../errors.ts'
import type { MailMessage } from './mail-message.ts'

/**
 * Refuses a mail with fields that are not its own. JSON may have a key `__proto__`, which a check of the keys passes over; in
 * Nodemailer before 9.1 what stands below it is part of the mail all the same: a Bcc, a file.
 *
 * @throws SesError
 */
export function refuseInherited({ data }: MailMessage): void {
  for (const key in data) {
    if (Object.hasOwn(data, key) || key in Object.prototype) continue
    throw new SesError(`__proto__: ${key.slice(0, 100)} is no field of the mail's own. Nothing was sent.`, {
      reason: 'message-invalid',
      field: '__proto__',
      hint: 'Give a plain object, and take no key `__proto__` from JSON.',
    })
  }
}
