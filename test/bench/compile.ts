import { createTransport, type SendMailOptions } from 'nodemailer'
import type { MailMessage } from '../../lib/read/mime-node.ts'

/** A mail as Nodemailer gives it to a transport. */
export function compile(data: SendMailOptions): Promise<MailMessage> {
  return new Promise((resolve) => {
    const transport = {
      name: 'bench',
      version: '1',
      send(message: MailMessage, callback: (error: null) => void) {
        resolve(message)
        callback(null)
      },
    }
    void createTransport(transport as never).sendMail(data)
  })
}
