// Tested by test/wire/independent-readers.test.ts.

import { createTransport } from 'nodemailer'
import { errorIn } from './errors.ts'
import { fitLetters, refuseEarly } from './fit/letters.ts'
import type { Change, Letter } from './letter.ts'
import { resolveOptions, type SesTransportOptions, type Settings } from './options/options.ts'
import { guardAccess } from './read/access.ts'
import type { SesMail } from './read/callback.ts'
import { openMail } from './read/mail.ts'
import type { Mailer, MailMessage } from './read/mime-node.ts'
import { composeMessage } from './write/message.ts'

/** What a mail would become. */
export interface MailPreview {
  /** One for each call to SES. */
  readonly letters: readonly Letter[]
  /** The bytes of each letter. */
  readonly messages: readonly Buffer[]
  readonly changes: readonly Change[]
}

/**
 * Shows what a mail would become, and sends nothing. Its content is read: files, URLs, streams.
 *
 * @param options as for `sesTransport`; host and login may be left out
 * @throws SesError for a mail that would be refused before it is sent
 */
export async function previewMail(mail: SesMail, options: Partial<SesTransportOptions> = {}): Promise<MailPreview> {
  const { letters, changes, write } = await prepareMail(mail, options)
  return { letters, messages: letters.map(write), changes }
}

/** A mail ready to be written. */
export interface PreparedMail {
  readonly letters: readonly Letter[]
  readonly changes: readonly Change[]
  readonly write: (letter: Letter) => Buffer
}

/** As {@link previewMail}, but without the bytes: a mail to a thousand hidden recipients has them a thousand times. */
export async function prepareMail(mail: SesMail, options: Partial<SesTransportOptions>): Promise<PreparedMail> {
  const settings = resolveOptions({ ...PREVIEWED, ...(options.region && { host: undefined }), ...options })
  let prepared: PreparedMail | undefined
  const transport = {
    name: 'TencentCloudSES preview',
    version: '1',
    send(message: MailMessage, callback: (error: Error | null, info?: never) => void) {
      prepare(message, settings).then(
        (ready) => {
          prepared = ready
          callback(null)
        },
        (error) => callback(errorIn(error, settings.language)),
      )
    },
  }
  const mailer = createTransport(transport as never)
  guardAccess(mailer as unknown as Partial<Mailer>, settings) // as `sesTransport` does
  await mailer.sendMail(mail)
  return prepared as PreparedMail
}

const PREVIEWED = { host: 'preview.invalid', auth: { user: 'preview', pass: 'preview' } }

async function prepare(mail: MailMessage, settings: Settings): Promise<PreparedMail> {
  const opened = openMail(mail, settings)
  refuseEarly(opened.outline, settings)
  const { letter, changes } = await opened.readLetter(new AbortController().signal)
  const fitted = await fitLetters(letter, settings, [...opened.changes, ...changes])
  return {
    letters: fitted.letters.map((each) => each.letter),
    changes: fitted.changes,
    write(each) {
      try {
        return composeMessage(each, settings).write()
      } catch (error) {
        throw errorIn(error, settings.language)
      }
    },
  }
}
