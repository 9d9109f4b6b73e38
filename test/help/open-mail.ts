import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Letter } from '../../lib/letter.ts'
import type { SesTransportOptions } from '../../lib/options/options.ts'
import { type OpenMail, openMail } from '../../lib/read/mail.ts'
import type { MailMessage } from '../../lib/read/mime-node.ts'
import { settingsOf } from './letters.ts'

type Plugin = (mail: MailMessage) => void

export interface Opening {
  readonly options?: Partial<SesTransportOptions> | undefined
  /** Nodemailer's `stream` plugins. */
  readonly plugins?: readonly Plugin[]
  readonly defaults?: SendMailOptions
}

/** Opens a mail as the transport does: in `send`, from what Nodemailer made of the options. */
export async function open(
  data: SendMailOptions,
  { options, plugins = [], defaults }: Opening = {},
): Promise<OpenMail> {
  const settings = settingsOf(options)
  const opened: OpenMail[] = []
  const transport = {
    name: 'test',
    version: '1',
    send(mail: MailMessage, callback: (error: Error | null, info?: never) => void) {
      try {
        opened.push(openMail(mail, settings))
        callback(null)
      } catch (error) {
        callback(error as Error)
      }
    },
  }
  const transporter = createTransport(transport as never, defaults as never)
  for (const plugin of plugins) {
    transporter.use('stream', (mail, done) => {
      plugin(mail as MailMessage)
      done()
    })
  }
  await transporter.sendMail({ from: 'noreply@mail.example.com', to: 'ann@example.org', subject: 'Hi', ...data })
  return opened[0] as OpenMail
}

export async function read(data: SendMailOptions, opening?: Opening): Promise<Letter> {
  return readOpened(await open(data, opening))
}

export async function readOpened({ readLetter }: OpenMail): Promise<Letter> {
  return (await readLetter(new AbortController().signal)).letter
}

export function headerValues({ headers }: Letter, name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value)
}
