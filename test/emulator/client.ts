import { connect, type TLSSocket } from 'node:tls'
import type { Emulator } from '../../lib/emulator/index.ts'

/** An SMTP client that says exactly the bytes that it is told to. */
export interface Client {
  readonly socket: TLSSocket
  /** The next whole reply, its lines joined by `\n`; whatever was left, if the connection ended. */
  hear(): Promise<string>
  write(bytes: string | Buffer): void
  /** Says a line and hears its reply. */
  say(line: string): Promise<string>
  /** Says lines in one write and hears a reply to each. */
  sayAll(...lines: string[]): Promise<string[]>
  /** EHLO and AUTH PLAIN. */
  login(): Promise<void>
  /** MAIL, RCPT and DATA, then the message, whose line feeds become CRLF, and the dot. Returns the last reply. */
  send(message: string, envelope?: { from?: string; to?: string[] }): Promise<string>
  /** Resolves when the connection is closed: `end`, or the code of the error that closed it. */
  readonly closed: Promise<string>
}

export const sender = 'noreply@mail.example.com'

export async function dial(ses: Emulator): Promise<Client> {
  const socket = connect({ host: ses.host, port: ses.port, ca: ses.transport.tls.ca })
  let heard = ''
  let ended = false
  let wake = () => {}
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    heard += text
    wake()
  })
  const closed = new Promise<string>((resolve) => {
    let reason = 'end'
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.message
    })
    socket.on('close', () => {
      ended = true
      resolve(reason)
      wake()
    })
  })

  const client: Client = {
    socket,
    closed,
    async hear() {
      while (true) {
        const reply = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(heard)?.[0] ?? (ended ? heard : undefined)
        if (reply !== undefined) {
          heard = heard.slice(reply.length)
          return reply.trimEnd().replaceAll('\r\n', '\n')
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    write: (bytes) => void socket.write(bytes),
    async say(line) {
      client.write(`${line}\r\n`)
      return client.hear()
    },
    async sayAll(...lines) {
      client.write(lines.map((line) => `${line}\r\n`).join(''))
      const replies: string[] = []
      while (replies.length < lines.length) replies.push(await client.hear())
      return replies
    },
    async login() {
      const { user, pass } = ses.transport.auth
      await client.hear()
      await client.say('EHLO test')
      await client.say(`AUTH PLAIN ${Buffer.from(`\0${user}\0${pass}`).toString('base64')}`)
    },
    async send(message, { from = sender, to = ['ann@example.org'] } = {}) {
      const commands = [`MAIL FROM:<${from}>`, ...to.map((address) => `RCPT TO:<${address}>`), 'DATA']
      const last = (await client.sayAll(...commands)).at(-1) ?? ''
      if (!last.startsWith('354')) return last
      return client.say(`${message.replace(/\r?\n/g, '\r\n')}\r\n.`)
    },
  }
  return client
}

/** Starts with a connection that has logged in. */
export async function dialIn(ses: Emulator): Promise<Client> {
  const client = await dial(ses)
  await client.login()
  return client
}

/** A mail that SES takes, with other lines for some: the header's by name (`null` leaves one out), and the body. */
export function mail(changes: Record<string, string | null> = {}, body = '<p>Hi</p>'): string {
  const header: Record<string, string | null> = {
    From: `Shop <${sender}>`,
    To: 'ann@example.org',
    Subject: 'Hi',
    'MIME-Version': '1.0',
    'Content-Type': 'text/html; charset=UTF-8',
    ...changes,
  }
  const lines = Object.entries(header).flatMap(([name, value]) => (value === null ? [] : `${name}: ${value}`))
  return `${lines.join('\n')}\n\n${body}`
}

/** A mail with attachments: of each the header's lines, the body or both may differ. */
export function mailWithFiles(...files: (Record<string, string | null> & { body?: string })[]): string {
  const parts = files.map(({ body = 'aGVsbG8=', ...changes }) => {
    const header: Record<string, string | null> = {
      'Content-Type': 'application/octet-stream; name="a.txt"',
      'Content-Transfer-Encoding': 'base64',
      'Content-Disposition': 'attachment; filename="a.txt"',
      ...changes,
    }
    const lines = Object.entries(header).flatMap(([name, value]) => (value === null ? [] : `${name}: ${value}`))
    return `--b\n${lines.join('\n')}\n\n${body}\n`
  })
  const text = '--b\nContent-Type: text/plain; charset=UTF-8\n\nHi\n'
  return mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, `${text}${parts.join('')}--b--`)
}
