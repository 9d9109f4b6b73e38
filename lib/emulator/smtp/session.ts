// Tested by test/emulator/smtp.test.ts.

import type { WireFault } from '../faults.ts'
import type { Envelope } from '../submission.ts'
import { login } from './auth.ts'
import { parseCommand, parseMail, parseRcpt } from './command.ts'
import { tooLong } from './line-reader.ts'
import type { Wire } from './wire.ts'
import { words } from './words.ts'

/** What the dialogue needs to know of the gateway behind it. */
export interface Host {
  readonly domain: string
  readonly goSmtp: '0.15' | '0.14'
  /** Whether that user has that password. */
  login(user: string, pass: string): boolean
  /** Reads the message that follows and answers it. */
  receive(wire: Wire, account: string, envelope: Envelope): Promise<void>
}

// go-smtp closes the connection at the fourth line that it does not understand.
const errorsForgiven = 3

/** The SMTP dialogue on one connection, to its end: one command after the other, pipelined ones too. */
export async function converse(wire: Wire, host: Host): Promise<void> {
  let name = ''
  let account: string | undefined
  let sender: string | undefined
  let recipients: string[] = []
  let errors = 0

  await wire.reply('greeting', words.greeting(host.domain))
  while (true) {
    const line = await wire.next()
    if (line === undefined) return
    if (line === tooLong) {
      await wire.reply(undefined, words.longLineBye)
      return wire.end()
    }

    const text = line.toString('utf8').replace(/[\r\n]+$/, '')
    wire.note(`C: ${text.replace(/^(auth\s+\S+\s+).*/i, '$1****')}`)
    const command = parseCommand(text)
    if ('error' in command) await complain(command.error)
    else if (command.verb === 'QUIT') {
      const said = await wire.reply('quit', words.bye[host.goSmtp])
      if (said !== '') return wire.end()
    } else await handle(command.verb, command.argument)
    if (errors > errorsForgiven) {
      await wire.reply(undefined, words.tooManyErrors)
      return wire.end()
    }
  }

  async function handle(verb: string, argument: string): Promise<unknown> {
    switch (verb) {
      case 'HELO':
      case 'EHLO':
        return greet(verb, argument)
      case 'AUTH':
        return authenticate(argument)
      case 'MAIL':
        return mail(argument)
      case 'RCPT':
        return rcpt(argument)
      case 'DATA':
        return data(argument)
      case 'RSET':
        return say('rset', words.reset, forget)
      case 'NOOP':
        return say('noop', words.noop)
      case 'VRFY':
        return say(undefined, words.vrfy)
      case 'STARTTLS':
        return say(undefined, words.alreadyTls)
      case 'SEND':
      case 'SOML':
      case 'SAML':
      case 'EXPN':
      case 'HELP':
      case 'TURN':
        return say(undefined, words.unimplemented(verb))
      default:
        return complain(words.unrecognized(verb))
    }
  }

  async function greet(verb: 'HELO' | 'EHLO', argument: string): Promise<void> {
    const [given = ''] = argument.split(' ')
    if (given === '') return say('ehlo', words.needsName(verb))
    return say('ehlo', verb === 'EHLO' ? words.ehlo(given) : words.helo(given), () => {
      name = given
    })
  }

  async function authenticate(argument: string): Promise<void> {
    if (name === '') return say('auth', words.authNeedsHelo)
    const result = await login(wire, argument, (user, pass) => host.login(user, pass))
    if (result.reply === undefined) return
    return say('auth', result.reply, () => {
      account = result.account ?? account
    })
  }

  async function mail(argument: string): Promise<void> {
    if (name === '') return say('mail', words.mailNeedsHelo)
    if (account === undefined) return say('mail', words.needsAuth)
    const parsed = parseMail(argument)
    if ('error' in parsed) return say('mail', parsed.error)
    return say('mail', words.sender(parsed.address), () => {
      sender = parsed.address
    })
  }

  async function rcpt(argument: string): Promise<void> {
    if (sender === undefined) return say('rcpt', words.needsMail)
    const parsed = parseRcpt(argument)
    if ('error' in parsed) return say('rcpt', parsed.error)
    return say('rcpt', words.recipient(parsed.address), () => {
      recipients.push(parsed.address)
    })
  }

  async function data(argument: string): Promise<void> {
    if (argument !== '') return say('data', words.badData)
    const needsRcpt = sender === undefined || recipients.length === 0
    const said = await wire.reply('data', needsRcpt ? words.needsRcpt : words.goAhead)
    // A fault may grant what should not be granted: a client then sends a dot alone, and must not be left waiting.
    if (!said.startsWith('354')) return
    await host.receive(wire, account ?? '', { from: sender ?? '', to: recipients })
    forget()
    await wire.beIdle()
  }

  /** Replies; the command takes effect if what went out says so. */
  async function say(stage: WireFault['at'] | undefined, text: string, effect = () => {}): Promise<void> {
    const said = await wire.reply(stage, text)
    if (/^[23]/.test(said)) effect()
  }

  async function complain(text: string): Promise<void> {
    errors++
    await wire.reply(undefined, text)
  }

  function forget(): void {
    sender = undefined
    recipients = []
  }
}
