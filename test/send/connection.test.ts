// Against gateways that do anything but what they should: what an attempt tells, in bounded time, and that the connection
// is not used again where it is in doubt which reply belongs to what.

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../lib/attempt.ts'
import { SesError } from '../../lib/errors.ts'
import { explainAttempt } from '../../lib/explain/explain.ts'
import type { SesTransportOptions } from '../../lib/index.ts'
import { type Outgoing, openConnection } from '../../lib/send/connection.ts'
import { createPool, type Pool } from '../../lib/send/pool.ts'
import { StopSource } from '../../lib/stop.ts'
import { type Peer, type Script, type ScriptedGateway, silent, startScriptedGateway } from '../help/scripted-gateway.ts'

const user = 'noreply@mail.example.com'
const short = Buffer.from('Subject: Hi\r\n\r\nHello\r\n')
/** Several pieces. */
const long = Buffer.alloc(1_000_000, 'a line of text\r\n')
/** More than the system takes for a gateway that does not read. */
const huge = Buffer.alloc(32_000_000, 'a line of text\r\n')

interface Client extends Pool {
  /** Settles when the gateway has said a line that has this text. */
  hears(text: string): Promise<void>
  readonly log: readonly string[]
}

/** A login with one connection: what is not freed keeps the next mail waiting. */
function openClient(gateway: ScriptedGateway, timeouts: SesTransportOptions['timeouts'] = {}): Client {
  const settings = gateway.settings({ timeouts: { greetingMs: 10_000, socketMs: 10_000, ...timeouts } })
  const log: string[] = []
  const listeners: (() => void)[] = []
  const host = {
    settings,
    proxy: () => undefined,
    log(line: string) {
      log.push(line)
      for (const listener of listeners) listener()
    },
  }
  const pool = createPool({
    maxConnections: 1,
    maxMessages: 100,
    idleTimeoutMs: 60_000,
    open: (stop, onEnd) => openConnection({ user, pass: 'secret-password' }, host, stop, onEnd),
    onClear: () => {},
    now: () => performance.now(),
  })
  return {
    ...pool,
    log,
    hears: (text) =>
      new Promise((resolve) => {
        const look = () => log.some((line) => line.startsWith('S: ') && line.includes(text)) && resolve()
        listeners.push(look)
        look()
      }),
  }
}

type MailFields = Omit<Partial<Outgoing>, 'message'> & { readonly message?: Buffer }

function mail({ message = short, ...fields }: MailFields = {}): Outgoing {
  return {
    message: { size: message.length, write: () => message },
    to: ['ann@example.org'],
    beforeLast: async () => {},
    waits: new StopSource(),
    wire: new StopSource(),
    ...fields,
  }
}

/** `taken`, or: stage, how much went, the reply's number (none if it has no such, - if there is no reply), the error's code, delivered. */
function told(attempt: Attempt): string {
  if ('taken' in attempt) return 'taken'
  const { failed, went, reply, error } = attempt
  const { delivered } = explainAttempt(attempt, { meanings: [], now: 0, attempts: 1, language: 'en' })
  const said = reply ? `${reply.status ?? 'none'}${reply.isCut ? ' cut' : ''}` : '-'
  return [failed, went, said, (error as { code?: string } | undefined)?.code ?? '-', delivered].join(', ')
}

const MILLION = 1_000_000
const endless = (start: string) => `${start}${'x'.repeat(MILLION)}`
const lines = (line: string) => `${line}\r\n`.repeat(MILLION / 10)
const basic: Partial<Script> = { EHLO: '250-smtp.example\r\n250 AUTH PLAIN' }
const raw =
  (bytes: string): Script['MAIL'] =>
  ({ say }) =>
    say(Buffer.from(bytes, 'latin1'))

// The first connection is of this script, every other an ordinary one.
// biome-ignore format: a table
describe.each<[does: string, script: Partial<Script>, told: string, connections: 1 | 2, fields?: MailFields]>([
  // A line, or lines, without end
  ['greets in a line without end',              { greeting: endless('220 ') },                                'greeting, nothing, 220 cut, EPROTOCOL, no',       2],
  ['greets in a million lines',                 { greeting: lines('220-x') },                                 'greeting, nothing, 220 cut, EPROTOCOL, no',       2],
  ['answers EHLO in a line without end',        { EHLO: endless('250 ') },                                    'greeting, nothing, 250 cut, EPROTOCOL, no',       2],
  ['answers EHLO in a million lines',           { EHLO: lines('250-x') },                                     'greeting, nothing, 250 cut, EPROTOCOL, no',       2],
  ['answers AUTH in a line without end',        { AUTH: endless('235 ') },                                    'login, nothing, 235 cut, EPROTOCOL, no',          2],
  ['answers MAIL in a million lines',           { MAIL: lines('250-x') },                                     'sender, nothing, 250 cut, EPROTOCOL, no',         2],
  ['answers RCPT in a line without end',        { RCPT: endless('') },                                        'recipients, nothing, none cut, EPROTOCOL, no',    2],
  ['answers DATA in a million lines',           { DATA: lines('354-x') },                                     'data, nothing, 354 cut, EPROTOCOL, no',           2],
  ['answers in a line without end',             { message: endless('250 ') },                                 'message, all, 250 cut, EPROTOCOL, unknown',       2],
  ['answers in a million lines',                { message: lines('250-x') },                                  'message, all, 250 cut, EPROTOCOL, unknown',       2],
  ['refuses in a million lines',                { message: lines('554-x') },                                  'message, all, 554 cut, EPROTOCOL, no',            2],

  // More than was asked for
  ['says more before EHLO',                     { greeting: '220 x\r\n250 y' },                               'greeting, nothing, -, EPROTOCOL, no',             2],
  ['greets a hundred thousand times',           { greeting: lines('220 x') },                                 'greeting, nothing, -, EPROTOCOL, no',             2],
  ['says more before AUTH',                     { EHLO: '250 AUTH PLAIN\r\n235 y' },                          'login, nothing, -, EPROTOCOL, no',                2],
  ['says more before MAIL',                     { AUTH: '235 x\r\n250 y' },                                   'login, nothing, -, EPROTOCOL, no',                2],
  ['answers MAIL twice',                        { MAIL: '250 x\r\n250 y' },                                   'data, nothing, 250, -, no',                       2],
  ['answers MAIL twice, one command at a time', { ...basic, MAIL: '250 x\r\n250 y' },                         'recipients, nothing, -, EPROTOCOL, no',           2],
  ['answers all commands ahead',                { MAIL: '250 x\r\n250 y\r\n354 z\r\n250 queued' },            'data, nothing, -, EPROTOCOL, no',                 2],
  ['answers DATA twice',                        { DATA: '354 x\r\n354 y' },                                   'data, nothing, -, EPROTOCOL, no',                 2],
  ['takes the message along with the 354',      { DATA: '354 x\r\n250 queued' },                              'data, nothing, -, EPROTOCOL, no',                 2],
  ['takes the message twice',                   { message: '250 queued\r\n250 queued' },                      'taken',                                           2],
  ['takes the message and says goodbye',        { message: '250 queued\r\n421 bye' },                         'taken',                                           2],
  ['refuses the message twice',                 { message: '554 no\r\n554 no' },                              'message, all, 554, -, no',                        2],

  // Something else
  ['greets with bytes that are no UTF-8',       { greeting: raw('220 \xb2\xd9\r\n') },                        'taken',                                           1],
  ['takes it in bytes that are no UTF-8',       { message: raw('250 \xb2\xd9\r\n') },                         'taken',                                           1],
  ['refuses it in bytes that are no UTF-8',     { message: raw('554 \xb2\xd9\r\n') },                         'message, all, 554, -, no',                        1],
  ['says bytes that are no reply',              { message: raw('\xff\xfe\0\r\n') },                           'message, all, none, -, unknown',                  2],
  ['answers MAIL with bytes that are no reply', { MAIL: raw('\xff\r\n') },                                    'sender, nothing, none, -, no',                    2],
  ['takes and refuses it in one reply',         { message: '250-queued\r\n554 no' },                          'message, all, none, -, unknown',                  2],
  ['says 354 to the message',                   { message: '354 go on' },                                     'message, all, 354, -, unknown',                   2],
  ['says 251 to the message',                   { message: '251 elsewhere' },                                 'message, all, 251, -, unknown',                   2],
  ['says goodbye to the message',               { message: '421 bye' },                                       'message, all, 421, -, unknown',                   2],
  ['refuses the message',                       { message: '554 no' },                                        'message, all, 554, -, no',                        1],
  ['defers the message',                        { message: '451 later' },                                     'message, all, 451, -, no',                        1],
  ['refuses MAIL',                              { MAIL: '550 no' },                                           'sender, nothing, 550, -, no',                     2],
  ['says 354 to MAIL',                          { MAIL: '354 go on' },                                        'sender, nothing, 354, -, no',                     2],
  ['refuses DATA',                              { DATA: '554 no' },                                           'data, nothing, 554, -, no',                       2],
  ['says 250 to DATA',                          { DATA: '250 OK' },                                           'data, nothing, 250, -, no',                       2],

  // The end
  ['closes instead of a greeting',              { greeting: ({ socket }) => socket.end() },                   'greeting, nothing, -, ECONNECTION, no',           2],
  ['closes within a reply to MAIL',             { MAIL: ({ socket }) => socket.end('250') },                  'sender, nothing, 250 cut, ECONNECTION, no',       2],
  ['closes within a reply that takes it',       { message: ({ socket }) => socket.end('250 queued') },        'message, all, 250 cut, ECONNECTION, unknown',     2],
  ['closes within a reply that refuses it',     { message: ({ socket }) => socket.end('554 5.0.0 no') },      'message, all, 554 cut, ECONNECTION, no',          2],
  ['closes instead of a reply',                 { message: ({ socket }) => socket.end() },                    'message, all, -, ECONNECTION, unknown',           2],

  // The login
  ['refuses the password',                      { AUTH: '535 no' },                                           'login, nothing, 535, -, no',                      1], // not tried again
  ['wants more after PLAIN',                    { AUTH: '334 ' },                                             'login, nothing, 334, -, no',                      2],
  ['takes the login with another number',       { AUTH: '250 OK' },                                           'login, nothing, 250, -, no',                      2],
  ['does not know EHLO',                        { EHLO: '502 what?' },                                        'taken',                                           1],
  ['knows neither EHLO nor HELO',               { EHLO: '502 what?', HELO: '502 what?' },                     'greeting, nothing, 502, -, no',                   2],
  ['says goodbye to EHLO',                      { EHLO: '421 bye' },                                          'greeting, nothing, 421, -, no',                   2],

  // Recipients
  ['refuses the only recipient',                { RCPT: '550 no' },                                           'recipients, nothing, 550, -, no',                 2],
  ['says goodbye at RCPT',                      { RCPT: '421 bye' },                                          'recipients, nothing, 421, -, no',                 2],
  ['says garbage at RCPT',                      { RCPT: 'garbage' },                                          'recipients, nothing, none, -, no',                2, { to: ['a@x.org', 'b@x.org'] }],
  ['forwards',                                  { RCPT: '251 elsewhere' },                                    'taken',                                           1],
])('a gateway that %s', (_, script, expected, connections, fields = {}) => {
  it(`tells ${expected}; connections for it and the next mail: ${connections}`, async () => {
    const gateway = await startScriptedGateway([script, {}])
    const client = openClient(gateway)
    expect(told(await client.send(mail(fields)))).toBe(expected)
    expect(told(await client.send(mail()))).toBe(connections === 1 ? expected : 'taken')
    expect(gateway.connections).toHaveLength(connections)
    client.close()
  })
})

describe('a dialogue as it should be', () => {
  it('takes a mail, and the next over the same connection', async () => {
    const gateway = await startScriptedGateway([{}])
    const client = openClient(gateway)
    const attempt = await client.send(mail({ to: ['ann@example.org', 'bob@example.org'] }))
    expect(attempt).toMatchObject({
      taken: ['ann@example.org', 'bob@example.org'],
      rejected: [],
      reply: { status: 250, text: '250 2.0.0 OK: queued', isCut: false },
      messageSize: short.length + 3,
    })
    expect(told(await client.send(mail()))).toBe('taken')
    client.close()
    expect(gateway.connections).toHaveLength(1)
    expect(gateway.messages).toEqual([short.toString().trimEnd(), short.toString().trimEnd()])
    expect(client.log).toEqual([
      'S: 220 smtp.example ESMTP',
      'S: 250-smtp.example\n250-PIPELINING\n250 AUTH PLAIN LOGIN',
      'C: AUTH PLAIN ***',
      'S: 235 2.7.0 OK',
      `C: MAIL FROM:<${user}>`,
      'C: RCPT TO:<ann@example.org>',
      'C: RCPT TO:<bob@example.org>',
      'C: DATA',
      'S: 250 2.1.0 OK',
      'S: 250 2.1.5 OK',
      'S: 250 2.1.5 OK',
      'S: 354 Go ahead',
      `C: <${short.length + 3} bytes>`,
      'S: 250 2.0.0 OK: queued',
      `C: MAIL FROM:<${user}>`,
      'C: RCPT TO:<ann@example.org>',
      'C: DATA',
      'S: 250 2.1.0 OK',
      'S: 250 2.1.5 OK',
      'S: 354 Go ahead',
      `C: <${short.length + 3} bytes>`,
      'S: 250 2.0.0 OK: queued',
      'C: QUIT',
    ])
  })

  it.each([
    ['PIPELINING: all commands at once', '250-x\r\n250-PIPELINING\r\n250 AUTH PLAIN', ['RCPT', 'RCPT', 'DATA']],
    ['none: each after the reply to the one before', '250-x\r\n250 AUTH PLAIN', []],
  ])('%s', async (_, EHLO, behind) => {
    let pending = ''
    const gateway = await startScriptedGateway([
      {
        EHLO,
        // The reply is late, so that what would come meanwhile has come.
        async MAIL(peer) {
          if (behind.length > 0) while (!peer.pending().includes('DATA')) await once(peer.socket, 'data')
          else await setImmediate()
          pending = peer.pending()
          peer.say('250 OK\r\n')
        },
      },
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail({ to: ['a@x.org', 'b@x.org'] })))).toBe('taken')
    expect(
      pending
        .split('\r\n')
        .filter(Boolean)
        .map((line) => line.slice(0, 4)),
    ).toEqual(behind)
    client.close()
  })

  it('AUTH LOGIN where nothing else is offered', async () => {
    const answers: unknown[] = []
    const gateway = await startScriptedGateway([
      {
        EHLO: '250-x\r\n250 AUTH LOGIN',
        async AUTH(peer, line) {
          answers.push(line)
          for (const question of ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6']) {
            peer.say(`${question}\r\n`)
            answers.push(Buffer.from((await peer.line()) ?? '', 'base64').toString())
          }
          peer.say('235 OK\r\n')
        },
      },
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail()))).toBe('taken')
    expect(answers).toEqual(['AUTH LOGIN', user, 'secret-password'])
    expect(client.log.filter((line) => line.startsWith('C: ')).slice(0, 3)).toEqual([
      'C: AUTH LOGIN ***',
      'C: ***',
      'C: ***',
    ])
    client.close()
  })

  it.each([
    ['at once', 0],
    ['after the user', 1],
    ['after the password', 2],
  ])('AUTH LOGIN refused %s: nothing more is said', async (_, refusedAt) => {
    const gateway = await startScriptedGateway([
      {
        EHLO: '250-x\r\n250 AUTH LOGIN',
        async AUTH(peer) {
          for (let asked = 0; asked < refusedAt; asked++) {
            peer.say('334 \r\n')
            await peer.line()
          }
          peer.say('535 no\r\n')
        },
      },
    ])
    expect(told(await openClient(gateway).send(mail()))).toBe('login, nothing, 535, -, no')
    expect(gateway.lines.filter((line) => !line.startsWith('EHLO'))).toEqual(['AUTH LOGIN'])
  })

  it('several recipients refused: the others get it', async () => {
    const gateway = await startScriptedGateway([
      { RCPT: ({ say }, line) => say(line.includes('<b@') ? '250 OK\r\n' : '550 no such user\r\n') },
    ])
    const client = openClient(gateway)
    const attempt = await client.send(mail({ to: ['a@x.org', 'b@x.org', 'c@x.org'] }))
    const reply = { status: 550, text: '550 no such user', isCut: false }
    expect(attempt).toMatchObject({
      taken: ['b@x.org'],
      rejected: [
        { address: 'a@x.org', reply },
        { address: 'c@x.org', reply },
      ],
    })
    client.close()
  })

  it('all recipients refused: each with its reply, and no message', async () => {
    const gateway = await startScriptedGateway([
      { RCPT: ({ say }, line) => say(line.includes('<a@') ? '550 no\r\n' : '451 later\r\n') },
    ])
    const attempt = await openClient(gateway).send(mail({ to: ['a@x.org', 'b@x.org'] }))
    expect(told(attempt)).toBe('recipients, nothing, 550, -, no')
    expect(attempt).toMatchObject({
      rejected: [
        { address: 'a@x.org', reply: { status: 550 } },
        { address: 'b@x.org', reply: { status: 451 } },
      ],
    })
    expect(gateway.messages).toEqual([])
  })

  it.each(['a@x.org>\r\nRCPT TO:<b@x.org', 'a@x.org b', '<a@x.org>', 'a@x.org\n'])(
    '%j as a recipient: nothing is said',
    async (address) => {
      const gateway = await startScriptedGateway([{}])
      const client = openClient(gateway)
      expect(told(await client.send(mail({ to: ['c@x.org', address] })))).toBe('sender, nothing, -, EMESSAGE, no')
      client.close()
    },
  )

  it('lines with dots, and a long message, arrive as they are', async () => {
    const gateway = await startScriptedGateway([{}])
    const client = openClient(gateway)
    const dots = '.\r\n..\r\nA.\r\n.end\r\n'
    await client.send(mail({ message: Buffer.from(dots) }))
    await client.send(mail({ message: long }))
    expect(gateway.messages[0]).toBe('..\r\n...\r\nA.\r\n..end')
    expect(`${gateway.messages[1]}\r\n` === long.toString()).toBe(true)
    client.close()
  })
})

describe('a reply before the last byte', () => {
  it.each([
    ['250 of a short message', short, '250 early', 'message, nothing, 250, -, no'],
    ['250 of a long message', long, '250 early', 'message, part, 250, -, unknown'],
    ['554 of a long message', long, '554 early', 'message, part, 554, -, no'],
    ['garbage in a long message', long, 'early', 'message, part, none, -, unknown'],
    ['421 in a long message', long, '421 early', 'message, part, 421, -, no'],
  ])('%s: the last bytes do not go', async (_, message, early, expected) => {
    let sayEarly = () => {}
    const gateway = await startScriptedGateway([
      {
        DATA({ say }) {
          say('354 Go ahead\r\n')
          sayEarly = () => say(`${early}\r\n`)
        },
      },
      {},
    ])
    const client = openClient(gateway)
    // They are held back until the reply has come, as the window of calls may hold them back.
    const beforeLast = () => {
      sayEarly()
      return client.hears('early')
    }
    expect(told(await client.send(mail({ message, beforeLast })))).toBe(expected)
    expect(client.log.some((line) => line.startsWith('C: <'))).toBe(false)
    expect(told(await client.send(mail()))).toBe('taken')
    expect(gateway.connections).toHaveLength(2)
    client.close()
  })

  it('ends a long message where it is', async () => {
    const gateway = await startScriptedGateway([
      {
        DATA({ say, socket, gone }) {
          say('354 Go ahead\r\n')
          socket.once('data', () => {
            socket.pause()
            say('554 5.0.0 Error: smtp: too longer line in input stream\r\n')
          })
          return gone
        },
      },
      {},
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail({ message: huge })))).toBe('message, part, 554, -, no')
    expect(told(await client.send(mail()))).toBe('taken')
    client.close()
  })

  it('or the end of the connection in a long message', async () => {
    const gateway = await startScriptedGateway([
      {
        DATA({ say, socket }) {
          say('354 Go ahead\r\n')
          socket.once('data', () => socket.destroy())
        },
      },
      {},
    ])
    const client = openClient(gateway)
    // Whether the system tells of a reset or of an end is chance.
    expect(told(await client.send(mail({ message: huge })))).toMatch(/^message, part, -, (?:ESOCKET|ECONNECTION), no$/)
    expect(told(await client.send(mail()))).toBe('taken')
    client.close()
  })

  it('of a connection that ends meanwhile: not delivered, and the last bytes do not go', async () => {
    const gateway = await startScriptedGateway([
      {
        async DATA({ say, socket }) {
          say('354 Go ahead\r\n')
          socket.end()
        },
      },
    ])
    const client = openClient(gateway)
    const beforeLast = () => once(gateway.connections[0] as Socket, 'close').then(() => setImmediate())
    expect(told(await client.send(mail({ beforeLast })))).toMatch(/^(?:data|message), nothing, -, ECONNECTION, no$/)
    client.close()
  })
})

describe('a reply to the mail before', () => {
  it('while nothing is under way: the connection ends, and the next mail goes over another', async () => {
    let late = () => {}
    const gateway = await startScriptedGateway([
      {
        message({ say, gone }) {
          say('250 2.0.0 OK: queued\r\n')
          late = () => say('554 5.0.0 no\r\n')
          void gone
        },
      },
      {},
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail()))).toBe('taken')
    late()
    await once(gateway.connections[0] as Socket, 'close')
    expect(told(await client.send(mail()))).toBe('taken')
    expect(gateway.connections).toHaveLength(2)
    client.close()
  })

  it.each([
    ['250', 'data, nothing, 250, -, no'],
    ['554', 'sender, nothing, 554, -, no'],
    ['garbage', 'sender, nothing, none, -, no'],
  ])('%s, when the next has begun: that one is not taken for sent', async (late, expected) => {
    let mails = 0
    const MAIL: Script['MAIL'] = ({ say }) => say(`${mails++ === 1 ? `${late} late\r\n` : ''}250 OK\r\n`)
    const gateway = await startScriptedGateway([{ MAIL }, {}])
    const client = openClient(gateway)
    expect(told(await client.send(mail()))).toBe('taken')
    expect(told(await client.send(mail()))).toBe(expected)
    expect(told(await client.send(mail()))).toBe('taken')
    expect(gateway.messages).toHaveLength(2)
    client.close()
  })
})

// Its stage has a second and every other ten minutes, so that a deadline that is not this stage's would not end in time.
describe.concurrent('a deadline for each reply as a whole', () => {
  const drip =
    (text: string): Script['MAIL'] =>
    (peer) =>
      peer.drip(text, 5)
  const dripping =
    (text: string, first: string): Script['DATA'] =>
    (peer) => {
      peer.say(`${first}\r\n`)
      peer.socket.pause()
      return peer.drip(text, 5)
    }
  const MINUTES = 600_000
  const command = { greetingMs: MINUTES, socketMs: 1_000, replyMs: MINUTES }
  const greeting = { greetingMs: 1_000, socketMs: MINUTES, replyMs: MINUTES }
  const reply = { greetingMs: MINUTES, socketMs: MINUTES, replyMs: 1_000 }

  // biome-ignore format: a table
  it.each<[does: string, Partial<Script>, SesTransportOptions['timeouts'], told: string, MailFields?]>([
    ['drips at the greeting',                     { greeting: drip('220-x\r\n') },                   greeting, 'greeting, nothing, 220 cut, ETIMEDOUT, no'],
    ['drips at EHLO',                             { EHLO: drip('250-x\r\n') },                       command,  'greeting, nothing, 250 cut, ETIMEDOUT, no'],
    ['drips at AUTH',                             { AUTH: drip('235-x\r\n') },                       command,  'login, nothing, 235 cut, ETIMEDOUT, no'],
    ['drips at MAIL',                             { MAIL: drip('250-x\r\n') },                       command,  'sender, nothing, 250 cut, ETIMEDOUT, no'],
    ['drips at RCPT',                             { RCPT: drip('250-x\r\n') },                       command,  'recipients, nothing, 250 cut, ETIMEDOUT, no'],
    ['drips at DATA',                             { DATA: drip('354-x\r\n') },                       command,  'data, nothing, 354 cut, ETIMEDOUT, no'],
    ['drips at the message',                      { message: drip('250-x\r\n') },                    reply,    'message, all, 250 cut, ETIMEDOUT, unknown'],
    ['drips a refusal of the message',            { message: drip('554-x\r\n') },                    reply,    'message, all, 554 cut, ETIMEDOUT, no'],
    ['drips one line at the message',             { message: drip('x') },                              reply,    'message, all, none cut, ETIMEDOUT, unknown'],
    ['is silent at the greeting',                 { greeting: silent },                                greeting, 'greeting, nothing, -, ETIMEDOUT, no'],
    ['is silent at MAIL',                         { MAIL: silent },                                    command,  'sender, nothing, -, ETIMEDOUT, no'],
    ['is silent at the message',                  { message: silent },                                 reply,    'message, all, -, ETIMEDOUT, unknown'],
    ['does not read the message',                 { DATA: ({ say, socket, gone }) => { say('354 Go\r\n'); socket.pause(); return gone } }, command, 'message, part, -, ETIMEDOUT, no', { message: huge }],
    ['does not read it, and drips',               { DATA: dripping('250-x\r\n', '354 Go') },         command,  'message, part, 250 cut, ETIMEDOUT, unknown', { message: huge }],
  ])('a gateway that %s', async (_, script, timeouts, expected, fields = {}) => {
    const gateway = await startScriptedGateway([script, {}])
    const client = openClient(gateway, timeouts)
    expect(told(await client.send(mail(fields)))).toBe(expected)
    // Its place is free, for one that answers.
    expect(told(await client.send(mail()))).toBe('taken')
    expect(gateway.connections).toHaveLength(2)
    client.close()
  })
})

describe('an abort', () => {
  const reason = new SesError('The AbortSignal ended the sending before the mail was handed over.', {
    reason: 'cancelled',
  })

  /** Aborts when the gateway has come to a stage, at which it is silent. */
  async function abortAt(script: (reached: (socket: Socket) => void) => Partial<Script>, fields: MailFields = {}) {
    const stop = new StopSource()
    let reach: (socket: Socket) => void = () => {}
    const reached = new Promise<Socket>((resolve) => {
      reach = resolve
    })
    const gateway = await startScriptedGateway([script(reach), {}])
    const client = openClient(gateway)
    const attempt = client.send(mail({ waits: stop, wire: stop, ...fields }))
    const next = client.send(mail())
    const socket = await reached
    const gone = once(socket, 'close')
    stop.abort(reason)
    const told = await attempt
    socket.resume()
    await gone
    expect(await next).toHaveProperty('taken')
    expect(gateway.connections).toHaveLength(2)
    client.close()
    return told
  }
  it.each<[keyof Script, failed: string]>([
    ['greeting', 'greeting'],
    ['EHLO', 'greeting'],
    ['AUTH', 'login'],
    ['MAIL', 'sender'],
    ['RCPT', 'recipients'],
    ['DATA', 'data'],
  ])('at %s: ends the connection, and its place is free at once', async (stage, failed) => {
    const attempt = await abortAt((reached) => ({
      ...basic,
      [stage]({ socket, gone }: Peer) {
        reached(socket)
        return gone
      },
    }))
    expect(attempt).toMatchObject({ failed, went: 'nothing' })
    expect((attempt as { error?: unknown }).error).toBe(reason)
  })

  it('in the body', async () => {
    const attempt = await abortAt(
      (reached) => ({
        DATA({ say, socket, gone }) {
          say('354 Go ahead\r\n')
          socket.once('data', () => {
            socket.pause()
            reached(socket)
          })
          return gone
        },
      }),
      { message: huge },
    )
    expect(attempt).toMatchObject({ failed: 'message', went: 'part', error: reason })
  })

  it('while the last bytes wait for their turn', async () => {
    const stop = new StopSource()
    const gateway = await startScriptedGateway([{}])
    const client = openClient(gateway)
    const beforeLast = () =>
      new Promise<void>((_, reject) => {
        stop.addEventListener('abort', () => reject(stop.reason))
        stop.abort(reason)
      })
    const attempt = await client.send(mail({ wire: stop, beforeLast }))
    expect(attempt).toMatchObject({ failed: 'message', went: 'nothing', error: reason })
    expect(told(await client.send(mail()))).toBe('taken')
    expect(gateway.messages).toHaveLength(1)
  })

  it('before TLS is up', async () => {
    const stop = new StopSource()
    const gateway = await startScriptedGateway([{}], (_, index) => {
      if (index === 0) stop.abort(reason)
      return index > 0
    })
    const client = openClient(gateway)
    const attempt = client.send(mail({ waits: stop }))
    const next = client.send(mail())
    expect(await attempt).toMatchObject({ failed: 'socket', went: 'nothing', error: reason })
    expect(told(await next)).toBe('taken')
    client.close()
  })

  it('between TLS and the greeting', async () => {
    class Late extends StopSource {
      override removeEventListener(type: 'abort', listener: () => void): void {
        super.removeEventListener(type, listener)
        this.abort(reason)
      }
    }
    const gateway = await startScriptedGateway([{ greeting: silent }])
    const attempt = await openClient(gateway).send(mail({ waits: new Late() }))
    expect(attempt).toMatchObject({ went: 'nothing', error: reason })
  })

  it('that came first: nothing is opened', async () => {
    const stop = new StopSource()
    stop.abort(reason)
    const gateway = await startScriptedGateway([{}])
    const attempt = await openClient(gateway).send(mail({ waits: stop, wire: stop }))
    expect(attempt).toMatchObject({ failed: 'socket', went: 'nothing', error: reason })
    expect(gateway.connections).toHaveLength(0)
  })

  it('of the waits alone: what is on the wire finishes', async () => {
    const waits = new StopSource()
    const gateway = await startScriptedGateway([
      {
        MAIL({ say }) {
          waits.abort(reason)
          say('250 OK\r\n')
        },
      },
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail({ waits })))).toBe('taken')
    client.close()
  })

  it.each([
    ['250 OK', 'taken'],
    ['554 no', 'message, all, 554, -, no'],
  ])('after the last byte: the mail tells its end, %s', async (reply, expected) => {
    const wire = new StopSource()
    const gateway = await startScriptedGateway([
      {
        message({ say }) {
          wire.abort(reason)
          say(`${reply}\r\n`)
        },
      },
    ])
    const client = openClient(gateway)
    expect(told(await client.send(mail({ wire, waits: wire })))).toBe(expected)
    client.close()
  })
})
