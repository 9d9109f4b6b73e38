import type { SesCodeName } from './codes.ts'
import type { CallError } from './reply.ts'

/**
 * Where a fault strikes:
 *
 * - `connect`: as soon as there is a TCP connection; `tls`: when the client's first bytes of TLS have come.
 * - `greeting` `ehlo` `auth` `mail` `rcpt` `data` `rset` `noop` `quit`: instead of the reply to that command. A command
 *   takes effect only if the reply that goes out in its place starts with 2 or 3.
 * - `body`: while the message comes, after `after` bytes of it.
 * - `end`: after the final dot, before the call: SES never takes the mail.
 * - `call`: the mail is in order, but the call fails with an error of SES's.
 * - `reply`: after the call, before its reply: SES has taken the mail (if it was in order), and the client is not told.
 * - `idle`: after that reply, unasked, when nothing is under way.
 */
export type FaultStage =
  | ('connect' | 'tls' | 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'rset' | 'noop' | 'quit')
  | ('body' | 'end' | 'call' | 'reply' | 'idle')

/**
 * What a fault does: `close` ends the connection (FIN), `reset` breaks it (RST), `silence` never answers again,
 * `half-reply` sends the first half of the reply and closes, `garbage` sends bytes that are no reply and goes on,
 * `reply` sends other words, `slowMs` does what is right, that many milliseconds later.
 */
export type FaultAction =
  | ('close' | 'reset' | 'silence' | 'half-reply' | 'garbage')
  | { readonly reply: string }
  | { readonly slowMs: number }

interface FaultTimes {
  /** How often it strikes. @default 1, or without end if there is a `probability` */
  readonly times?: number
  /** How many occasions it lets pass before the first. @default 0 */
  readonly skip?: number
  /** Chance of striking on an occasion, from 0 to 1, drawn from the emulator's `seed`. @default 1 */
  readonly probability?: number
}

/** Something going wrong between client and gateway. */
export interface WireFault extends FaultTimes {
  readonly at: Exclude<FaultStage, 'call'>
  readonly do: FaultAction
  /** For `body`: bytes of the message that come first; a shorter message is left alone. @default 0 */
  readonly after?: number
}

/** The call failing. */
export interface CallFault extends FaultTimes {
  readonly at: 'call'
  /** A code of SES's or its last word, such as `TemporaryBlocked`; or any code, with the words that come with it. */
  readonly error: SesCodeName | CallError
}

/** A code alone is the next call failing with it. */
export type Fault = WireFault | CallFault | SesCodeName

/** A list, of which the first that fits each occasion strikes, or a function asked on each occasion; or one code. */
export type Faults = SesCodeName | readonly Fault[] | ((at: FaultStage, connection: number) => Fault | undefined)

/** A fault with the error of its call complete. */
export type ResolvedFault = WireFault | (Omit<CallFault, 'error'> & { readonly error: CallError })

/** Whether an action is only a delay. */
export function isSlow(action: FaultAction): action is { readonly slowMs: number } {
  return typeof action === 'object' && 'slowMs' in action
}
