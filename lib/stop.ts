import { setMaxListeners } from 'node:events'
import { SesError } from './errors.ts'

/** What can end the sending of a mail: the caller's AbortSignal at any time, `close()` while the mail still waits. */
export interface Cancellation {
  // As an AbortSignal has them, for the wait that is longest.
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
  /** Ends waits: for a place, for content, for a turn, before a retry. */
  readonly waits: AbortSignal
  /** Ends a message on the wire, as long as its last bytes have not gone. */
  readonly sending: AbortSignal
  /**
   * Ends with the `signal` of a mail.
   *
   * @throws SesError for one that is none: Nodemailer checks it from version 10.5 on, and before that not
   */
  watch(signal: unknown): void
  endWaits(reason: SesError): void
  /** The mail is done. */
  release(): void
}

/** The mails under way. */
export interface Cancellations {
  readonly size: number
  start(): Cancellation
  /** Ends the waits of every mail. */
  endWaits(reason: SesError): void
}

export function createCancellations(): Cancellations {
  const underway = new Set<Cancellation>()
  const watch = createSignalWatch()

  return {
    get size() {
      return underway.size
    },
    start: () => new MailCancellation(underway, watch),
    endWaits(reason) {
      for (const each of underway) each.endWaits(reason)
    },
  }
}

/**
 * Ends by itself, so that a mail needs no AbortSignal as long as it waits in the line: ten thousand of them may wait, and
 * each signal is a kilobyte.
 */
class MailCancellation implements Cancellation {
  readonly #underway: Set<Cancellation>
  readonly #watch: SignalWatch
  #listeners: readonly (() => void)[] = []
  #waits: AbortController | undefined
  #sending: AbortController | undefined
  #ended: SesError | undefined
  #aborted: SesError | undefined
  #unwatch: (() => void) | undefined

  constructor(underway: Set<Cancellation>, watch: SignalWatch) {
    this.#underway = underway
    this.#watch = watch
    underway.add(this)
  }

  watch(signal: unknown): void {
    if (signal === undefined || signal === null) return
    if (!isAbortSignal(signal)) throw noSignalError()
    const abort = () => {
      this.#aborted = abortedError(signal)
      this.endWaits(this.#aborted)
      this.#sending?.abort(this.#aborted)
    }
    this.#unwatch = this.#watch(signal, abort)
    if (signal.aborted) abort()
  }

  get aborted(): boolean {
    return this.#ended !== undefined
  }

  get reason(): unknown {
    return this.#ended
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners = [...this.#listeners, listener]
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener)
  }

  get waits(): AbortSignal {
    this.#waits ??= createController()
    if (this.#ended) this.#waits.abort(this.#ended)
    return this.#waits.signal
  }

  get sending(): AbortSignal {
    this.#sending ??= createController()
    if (this.#aborted) this.#sending.abort(this.#aborted)
    return this.#sending.signal
  }

  endWaits(reason: SesError): void {
    if (this.#ended) return
    this.#ended = reason
    this.#waits?.abort(reason)
    for (const listener of this.#listeners) listener()
  }

  release(): void {
    this.#unwatch?.()
    this.#underway.delete(this)
  }
}

/** Every letter of a mail that is on its way listens: Node takes more than ten listeners for a leak. */
function createController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

type SignalWatch = (signal: AbortSignal, abort: () => void) => () => void

/** Listens to each signal once, however many mails share it: Node takes more than ten listeners for a leak. */
function createSignalWatch(): SignalWatch {
  const watched = new Map<AbortSignal, { readonly aborts: Set<() => void>; readonly stop: () => void }>()

  const begin = (signal: AbortSignal) => {
    const aborts = new Set<() => void>()
    const run = () => {
      for (const abort of aborts) abort()
    }
    signal.addEventListener('abort', run, { once: true })
    const stop = () => {
      try {
        signal.removeEventListener('abort', run)
      } catch {} // of a signal that is not Node's: its mail is done all the same
    }
    const entry = { aborts, stop }
    watched.set(signal, entry)
    return entry
  }

  return (signal, abort) => {
    const { aborts, stop } = watched.get(signal) ?? begin(signal)
    aborts.add(abort)
    return () => {
      aborts.delete(abort)
      if (aborts.size > 0) return
      stop()
      watched.delete(signal)
    }
  }
}

/** For mails that `close()` finds waiting, and for those that come after it. */
export function closedError(): SesError {
  return new SesError('The transport was closed before the mail was sent.', {
    reason: 'cancelled',
    retry: 'later',
    code: 'ECONNECTION',
    hint: 'Send it through another transport.',
  })
}

/** One of Node's, or of a package or a test environment that has its own. */
function isAbortSignal(value: unknown): value is AbortSignal {
  const { addEventListener, removeEventListener } = value as Partial<AbortSignal>
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function'
}

function noSignalError(): SesError {
  return new SesError('signal: expected an AbortSignal. Nothing was sent.', {
    reason: 'message-invalid',
    field: 'signal',
    hint: 'Give the `signal` of an AbortController, or none.',
  })
}

function abortedError(signal: AbortSignal): SesError {
  return new SesError('The AbortSignal ended the sending before the mail was handed over.', {
    reason: 'cancelled',
    retry: 'later',
    hint: 'Nothing was sent.',
    cause: reasonOf(signal),
  })
}

/** Nothing, where a signal that is not Node's fails to tell: its mail is ended all the same. */
function reasonOf(signal: AbortSignal): unknown {
  try {
    return signal.reason
  } catch {
    return undefined
  }
}
