import { get, type IncomingHttpHeaders } from 'node:http'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../lib/emulator/index.ts'
import { dialIn } from '../client.ts'

export interface Reply {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An emulator with its page, closed with the test. */
export async function open(options: EmulatorOptions = {}) {
  const ses = await startEmulator({ page: true, ...options })
  onTestFinished(() => ses.close())
  const { page } = ses
  return {
    ses,
    page,
    /** The path goes out as it is: nothing is normalised, as it would be by `fetch`. */
    ask: (path: string, headers: Record<string, string> = {}) => ask(page.url, path, headers),
    /** Sends with plain Nodemailer; a mail that is refused is as good. */
    send: (mail: SendMailOptions) => send(ses, mail),
    /** Sends these very bytes. */
    async sendRaw(message: string) {
      const client = await dialIn(ses)
      const reply = await client.send(message)
      client.socket.destroy()
      return reply
    },
  }
}

async function send(ses: Emulator, mail: SendMailOptions): Promise<void> {
  const ordinary = { from: 'Shop <noreply@mail.example.com>', to: 'ann@example.org', subject: 'Hi', text: 'Hi' }
  await createTransport({ ...ses.transport, secure: true })
    .sendMail({ ...ordinary, ...mail })
    .catch(() => {})
}

function ask(url: string, path: string, headers: Record<string, string>): Promise<Reply> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = get({ hostname, port, path, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    request.on('error', reject)
  })
}
