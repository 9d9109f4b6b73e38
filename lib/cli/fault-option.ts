import type { Fault, FaultAction, SesCodeName, WireFault } from '../emulator/index.ts'
import { usageError } from './command.ts'

const stages = [
  ...['connect', 'tls', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'rset', 'noop', 'quit'],
  ...['body', 'end', 'reply', 'idle'],
] as readonly string[]
const actions = ['close', 'reset', 'silence', 'half-reply', 'garbage'] as readonly string[]
const settings = ['times', 'skip', 'probability', 'after'] as readonly string[]

/**
 * A fault in one word: `TemporaryBlocked` or `call=FailedOperation.TemporaryBlocked`, `reply=close`, `mail=slow:500` or `rcpt=450 busy`, with
 * `,times=3,skip=1,probability=0.1,after=1000` behind it as wanted. Whether a code is one of SES's is for the emulator to say.
 */
export function parseFault(text: string): Fault {
  const [, at = '', what = '', more = ''] =
    /^([a-z]+)=(.*?)((?:,(?:times|skip|probability|after)=[^,]*)*)$/s.exec(text) ?? []
  if (!text.includes('=')) return text as SesCodeName
  if (what === '') throw usageError(`Expected --fault to be <where>=<what>, such as reply=close, got '${text}'`)
  const rest = parseSettings(more, text)
  if (at === 'call') return { at, error: what as SesCodeName, ...rest }
  if (!stages.includes(at)) {
    throw usageError(`Expected --fault to be at ${[...stages, 'call'].join(', ')}, got '${at}'`)
  }
  return { at: at as WireFault['at'], do: parseAction(what), ...rest }
}

function parseAction(what: string): FaultAction {
  if (actions.includes(what)) return what as FaultAction
  const [, slowMs] = /^slow:(\d{1,8})$/.exec(what) ?? []
  if (slowMs !== undefined) return { slowMs: Number(slowMs) }
  if (/^[2-5]\d\d[ -]/.test(what)) return { reply: what }
  throw usageError(
    `Expected --fault to do ${actions.join(', ')}, slow:<ms>, or to reply '<code> <words>', got '${what}'`,
  )
}

function parseSettings(more: string, fault: string): Readonly<Record<string, number>> {
  const pairs = more.split(',').slice(1)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', text = ''] = pair.split('=')
      const value = Number(text)
      const isChance = name === 'probability'
      if (
        !settings.includes(name) ||
        text === '' ||
        !(value >= 0) ||
        (isChance ? value > 1 : !Number.isInteger(value))
      ) {
        throw usageError(`Expected ${name} in --fault '${fault}' to be ${isChance ? 'from 0 to 1' : 'a whole number'}`)
      }
      return [name, value]
    }),
  )
}
