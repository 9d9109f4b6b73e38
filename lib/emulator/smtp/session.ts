// Tested by test/emulator/smtp.test.ts.

import type { WireFault } from '../faults.ts'
import type { Envelope } from '../submission.ts'
import { login } from './auth.ts'
import { type Chunks, collectChunks, parseBdat } from './chunks.ts'
import { parseCommand, parseMail, parseRcpt } from './command.ts'
import { tooLong } from './line-reader.ts'
import type { Message } from './message.ts'
import { createSecrecy } from './secrecy.ts'
import type { Wire } from './wire.ts'
import { words } from './words.ts'

/** What the dialogue needs to know of the gateway behind it. */
export interface Host {
  readonly domain: string
  readonly chunking: boolean
  readonly afterLongLine: 'close' | 'reset' | 'drain'
  /** Bytes from which a message in chunks is not kept any more. */
  readonly maxBytes: number | false
  /** The client went without a word, after the greeting. */
  leftSpeechless(): void
  /** Whether that user has that password. */
  login(user: string, pass: string): boolean
  /** Answers a message: one that came in chunks, or else the one that follows. */
  receive(wire: Wire, account: string, envelope: Envelope, chunked?: Message): Promise<void>
}

// go-smtp closes the connection at the fourth line that it does not understand.
const errorsForgiven = 3

/** The SMTP dialogue on one connection, to its end: one command after the other, pipelined ones too. */
export async function converse(wire: Wire, host: Host): Promise<void> {
  const secrecy = createSecrecy()
  let name = ''
  let account: string | undefined
  let sender: string | undefined
  let recipients: string[] = []
  let chunks: Chunks | undefined
  let errors = 0

  const greeting = words.greeting(host.domain)
  let isSpeechless = (await wire.reply('greeting', greeting)) === greeting
  while (true) {
    const line = await wire.next()
    if (line === undefined) {
      if (isSpeechless) host.leftSpeechless()
      return chunks && receiveChunks(chunks.finish('lost'))
    }
    isSpeechless = false
    if (line === tooLong) {
      await wire.reply(undefined, words.longLineBye)
      return host.afterLongLine === 'drain' ? wire.end() : wire.breakOff(host.afterLongLine)
    }

    const command = parseCommand(withoutEnding(line))
    wire.note(`C: ${secrecy.show(line.toString('utf8').replace(/[\r\n]+$/, ''), command)}`)
    if ('error' in command) await complain(command.error)
    else if (command.verb === 'QUIT') {
      const said = await wire.reply('quit', words.bye)
      if (isGranted(said)) return wire.end()
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
      case 'LHLO':
        return say(undefined, words.noLmtp)
      case 'AUTH':
        return authenticate(argument)
      case 'MAIL':
        return mail(argument)
      case 'RCPT':
        return rcpt(argument)
      case 'DATA':
        return data(argument)
      case 'BDAT':
        return host.chunking ? bdat(argument) : complain(words.unrecognized(verb))
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
        return complain(words.unrecognized(verb), words.unrecognized(secrecy.showVerb(verb)))
    }
  }

  async function greet(verb: 'HELO' | 'EHLO', argument: string): Promise<void> {
    const [given = ''] = argument.split(' ')
    if (given === '') return say('ehlo', words.needsName(verb))
    return say('ehlo', verb === 'EHLO' ? words.ehlo(given, host.chunking) : words.helo(given), () => {
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
    if (chunks !== undefined) return say('mail', words.duringTransfer('MAIL'))
    if (account === undefined) return say('mail', words.needsAuth)
    const parsed = parseMail(argument)
    if ('error' in parsed) return say('mail', parsed.error)
    return say('mail', words.sender(parsed.address), () => {
      sender = parsed.address
    })
  }

  async function rcpt(argument: string): Promise<void> {
    if (sender === undefined) return say('rcpt', words.needsMail)
    if (chunks !== undefined) return say('rcpt', words.duringTransfer('RCPT'))
    const parsed = parseRcpt(argument)
    if ('error' in parsed) return say('rcpt', parsed.error)
    return say('rcpt', words.recipient(parsed.address), () => {
      recipients.push(parsed.address)
    })
  }

  async function data(argument: string): Promise<void> {
    if (argument !== '') return say('data', words.badData)
    if (chunks !== undefined) return say('data', words.duringTransfer('DATA'))
    const needsRcpt = sender === undefined || recipients.length === 0
    const said = await wire.reply('data', needsRcpt ? words.needsRcpt : words.goAhead)
    // A fault may grant what should not be granted: a client then sends a dot alone, and must not be left waiting.
    if (!said.startsWith('354')) return
    return receive()
  }

  async function bdat(argument: string): Promise<void> {
    const parsed = parseBdat(argument, sender !== undefined && recipients.length > 0)
    if ('error' in parsed) return say('data', parsed.error)
    chunks ??= collectChunks(host.maxBytes)
    wire.setLimited(false)
    if (!(await chunks.read(wire, parsed.size))) return
    if (!parsed.isLast) return say('data', words.chunk)
    wire.setLimited(true)
    return receiveChunks(chunks.finish('dot'))
  }

  async function receiveChunks(message: Message): Promise<void> {
    chunks = undefined
    return receive(message)
  }

  async function receive(chunked?: Message): Promise<void> {
    await host.receive(wire, account ?? '', { from: sender ?? '', to: recipients }, chunked)
    forget()
    await wire.beIdle()
  }

  /** Replies; the command takes effect if what went out says so. */
  async function say(stage: WireFault['at'] | undefined, text: string, effect = () => {}): Promise<void> {
    const said = await wire.reply(stage, text)
    if (isGranted(said)) effect()
  }

  async function complain(text: string, shown = text): Promise<void> {
    errors++
    await wire.reply(undefined, text, shown)
  }

  function forget(): void {
    sender = undefined
    recipients = []
    chunks = undefined
  }
}

function isGranted(reply: string): boolean {
  return /^[23]/.test(reply)
}

function withoutEnding(line: Buffer): Buffer {
  let end = line.length
  while (end > 0 && (line[end - 1] === 0x0a || line[end - 1] === 0x0d)) end--
  return line.subarray(0, end)
}
