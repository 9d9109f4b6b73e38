import { randomFrom } from './random.ts'

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

/** The call failing: `error` is any code of SES's, such as `FailedOperation.TemporaryBlocked`. */
export interface CallFault extends FaultTimes {
  readonly at: 'call'
  readonly error: string
}

export type Fault = WireFault | CallFault

/** A list, of which the first that fits each occasion strikes, or a function asked on each occasion. */
export type Faults = readonly Fault[] | ((at: FaultStage, connection: number) => Fault | undefined)

export interface FaultPlan {
  take(at: 'call', connection: number): CallFault | undefined
  take(at: WireFault['at'], connection: number): WireFault | undefined
}

export function planFaults(faults: Faults, seed: number): FaultPlan {
  const random = randomFrom(seed)
  const choose = typeof faults === 'function' ? faults : chooseFrom(faults, random)
  function take(at: FaultStage, connection: number): Fault | undefined {
    const fault = choose(at, connection)
    return fault?.at === at ? fault : undefined
  }
  return { take } as FaultPlan
}

/** Whether an action is only a delay. */
export function isSlow(action: FaultAction): action is { readonly slowMs: number } {
  return typeof action === 'object' && 'slowMs' in action
}

function chooseFrom(faults: readonly Fault[], random: () => number): (at: FaultStage) => Fault | undefined {
  const states = faults.map((fault) => ({
    fault,
    skip: fault.skip ?? 0,
    times: fault.times ?? (fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY),
  }))
  return (at) => {
    for (const state of states) {
      if (state.fault.at !== at || state.times <= 0) continue
      if (state.skip > 0) {
        state.skip--
        continue
      }
      if (random() >= (state.fault.probability ?? 1)) continue
      state.times--
      return state.fault
    }
    return undefined
  }
}
