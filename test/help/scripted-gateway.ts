import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { loopbackCertificate, loopbackKey } from '../../lib/emulator/certificate/loopback.ts'
import type { SesTransportOptions } from '../../lib/index.ts'
import type { Settings } from '../../lib/options/options.ts'
import { settingsOf } from './letters.ts'

/** The client, as the gateway sees it. */
export interface Peer {
  readonly socket: TLSSocket
  /** Writes bytes as they are. */
  say(bytes: string | Buffer): void
  /** Writes them again and again until the client has gone. */
  drip(bytes: string, everyMs: number): Promise<void>
  /** The next line of the client's; undefined once it has gone. */
  line(): Promise<string | undefined>
  /** What the client has sent beyond the lines that were read. */
  pending(): string
  /** Whether the last that was said to the client was 354. */
  hasAccepted(): boolean
  /** Settles when the client has gone. */
  readonly gone: Promise<void>
}

/** What the gateway does at a stage: a reply, or anything. It goes on when that is done. */
export type Act = string | ((peer: Peer, line: string) => unknown)

/** Of a session, with `message` in place of a command once the final dot has come. */
export type Script = Readonly<
  Record<'greeting' | 'EHLO' | 'HELO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'QUIT', Act>
>

/** One that nothing is wrong with. */
const ordinary: Script = {
  greeting: '220 smtp.example ESMTP',
  EHLO: '250-smtp.example\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN',
  HELO: '250 smtp.example',
  AUTH: '235 2.7.0 OK',
  MAIL: '250 2.1.0 OK',
  RCPT: '250 2.1.5 OK',
  DATA: '354 Go ahead',
  message: '250 2.0.0 OK: queued',
  QUIT: '221 2.0.0 Bye',
}

/** Says nothing, and reads nothing more of what the client says. */
export const silent: Act = ({ gone }) => gone

export interface ScriptedGateway {
  readonly port: number
  /** Settings of a transport that sends there. */
  settings(options?: Partial<SesTransportOptions>): Settings
  /** Connections that were accepted. */
  readonly connections: readonly Socket[]
  /** Lines of all clients, but for messages. */
  readonly lines: readonly string[]
  readonly messages: readonly string[]
}

/**
 * A gateway that keeps to a script, which may be of any kind of nonsense; closed with the test.
 *
 * @param scripts where they differ from the ordinary one: of the first connection, the second …; the last of all others
 * @param admit what becomes of a connection before TLS; by default it gets on with it
 */
export async function startScriptedGateway(
  scripts: readonly Partial<Script>[],
  admit: (socket: Socket, index: number) => boolean = () => true,
): Promise<ScriptedGateway> {
  const connections: Socket[] = []
  const lines: string[] = []
  const messages: string[] = []

  const server = createServer((socket) => {
    const index = connections.push(socket) - 1
    socket.on('error', () => {})
    if (!admit(socket, index)) return
    const secured = new TLSSocket(socket, { isServer: true, key: loopbackKey, cert: loopbackCertificate })
    const script = { ...ordinary, ...scripts[Math.min(index, scripts.length - 1)] }
    void play(peerOf(secured), script, lines, messages)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy()
    server.close()
    await once(server, 'close')
  })

  const { port } = server.address() as AddressInfo
  return {
    port,
    connections,
    lines,
    messages,
    settings: (options) => settingsOf({ host: '127.0.0.1', port, tls: { ca: loopbackCertificate }, ...options }),
  }
}

async function play(peer: Peer, script: Script, lines: string[], messages: string[]): Promise<void> {
  const act = (what: Act, line: string) => (typeof what === 'string' ? peer.say(`${what}\r\n`) : what(peer, line))
  await new Promise<void>((resolve) => {
    peer.socket.once('secure', resolve)
    void peer.gone.then(resolve)
  })
  await act(script.greeting, '')
  for (;;) {
    const line = await peer.line()
    if (line === undefined) return
    lines.push(line)
    const command = line.split(/[ :]/, 1)[0] as keyof Script
    await act(script[command] ?? '500 5.5.2 What?', line)
    if (command === 'QUIT') peer.socket.end()
    if (command !== 'DATA' || !peer.hasAccepted()) continue

    const message: string[] = []
    for (let next = await peer.line(); next !== '.'; next = await peer.line()) {
      if (next === undefined) return
      message.push(next)
    }
    messages.push(message.join('\r\n'))
    await act(script.message, '')
  }
}

function peerOf(socket: TLSSocket): Peer {
  let held = ''
  let isGone = false
  let hasAccepted = false
  let look = () => {}
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isGone = true
      look()
      resolve()
    })
  })
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    held += text
    look()
  })

  return {
    socket,
    gone,
    say(bytes) {
      hasAccepted = /^354 /m.test(bytes.toString())
      if (!isGone) socket.write(bytes)
    },
    hasAccepted: () => hasAccepted,
    async drip(bytes, everyMs) {
      const timer = setInterval(() => socket.write(bytes), everyMs)
      await gone
      clearInterval(timer)
    },
    pending: () => held,
    line: () =>
      new Promise((resolve) => {
        look = () => {
          const end = held.indexOf('\r\n')
          if (end === -1 && !isGone) return
          look = () => {}
          if (end === -1) return resolve(undefined)
          const line = held.slice(0, end)
          held = held.slice(end + 2)
          resolve(line)
        }
        look()
      }),
  }
}
