// Tested by test/wire/life-cycle.test.ts.

import { isAbortSignal, type Stop } from './clock.ts'
import { createError, type SesError } from './errors.ts'

/**
 * A {@link Stop} that can be ended. It makes an AbortSignal only on request: a hundred thousand mails may wait, and
 * each signal takes a kilobyte.
 */
export class StopSource implements Stop {
  #listeners: readonly (() => void)[] = []
  #reason: SesError | undefined
  #controller: AbortController | undefined

  get aborted(): boolean {
    return this.#reason !== undefined
  }

  get reason(): SesError | undefined {
    return this.#reason
  }

  /** For what takes nothing else, such as Node's `fs` and `http`. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }

  throwIfAborted(): void {
    if (this.#reason) throw this.#reason
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners = [...this.#listeners, listener]
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener)
  }

  abort(reason: SesError): void {
    if (this.#reason) return
    this.#reason = reason
    this.#controller?.abort(reason)
    for (const listener of this.#listeners) listener()
  }
}

/** What can end a mail: its caller's AbortSignal at any time, `close()` while it waits. */
export interface MailStop {
  /** Ends waits: for a slot, for content, for a turn, for a connection, before another attempt. */
  readonly waits: StopSource
  /** Ends a message on the wire, as long as its last bytes have not gone. */
  readonly wire: StopSource
  /**
   * Ends the mail when its `signal` does.
   *
   * @throws SesError for a value that is no AbortSignal, which Nodemailer checks only from version 10.5 on
   */
  watch(signal: unknown): void
  /** The mail is done. */
  release(): void
}

/** The mails under way. */
export interface MailStops {
  readonly size: number
  start(): MailStop
  /** Ends the waits of every mail. */
  endWaits(reason: SesError): void
}

export function createMailStops(): MailStops {
  const underway = new Set<MailStop>()
  const listen = createSignalListener()

  return {
    get size() {
      return underway.size
    },
    start() {
      let leave = () => {}
      const stop: MailStop = {
        waits: new StopSource(),
        wire: new StopSource(),
        watch(signal) {
          if (signal === undefined || signal === null) return
          if (!isAbortSignal(signal)) throw noSignalError()
          const abort = () => {
            const reason = abortedError(signal)
            stop.waits.abort(reason)
            stop.wire.abort(reason)
          }
          leave = listen(signal, abort)
          if (signal.aborted) abort()
        },
        release() {
          leave()
          underway.delete(stop)
        },
      }
      underway.add(stop)
      return stop
    },
    endWaits(reason) {
      for (const { waits } of underway) waits.abort(reason)
    },
  }
}

/** Listens to each signal once, however many mails share it: Node takes more than ten listeners for a leak. */
function createSignalListener(): (signal: AbortSignal, abort: () => void) => () => void {
  const heard = new Map<AbortSignal, { readonly aborts: Set<() => void>; readonly leave: () => void }>()

  const begin = (signal: AbortSignal) => {
    const aborts = new Set<() => void>()
    const run = () => {
      for (const abort of aborts) abort()
    }
    signal.addEventListener('abort', run, { once: true })
    const leave = () => {
      try {
        signal.removeEventListener('abort', run)
      } catch {} // a signal that is not Node's may throw: its mail is done all the same
    }
    const entry = { aborts, leave }
    heard.set(signal, entry)
    return entry
  }

  return (signal, abort) => {
    const { aborts, leave } = heard.get(signal) ?? begin(signal)
    aborts.add(abort)
    return () => {
      aborts.delete(abort)
      if (aborts.size > 0) return
      leave()
      heard.delete(signal)
    }
  }
}

/** For mails that `close()` finds waiting, and for those that come after it. */
export function closedError(): SesError {
  const message = { en: 'The transport was closed before the mail was sent.', zh: '邮件发送前 transport 已关闭。' }
  return createError(message, {
    reason: 'cancelled',
    retry: 'later',
    code: 'ECONNECTION',
    hint: { en: 'Send it through another transport.', zh: '请通过另一个 transport 发送。' },
  })
}

function noSignalError(): SesError {
  const message = {
    en: 'signal: expected an AbortSignal. Nothing was sent.',
    zh: 'signal：应为 AbortSignal。邮件未发送。',
  }
  return createError(message, {
    reason: 'message-invalid',
    field: 'signal',
    hint: {
      en: 'Give the `signal` of an AbortController, or none.',
      zh: '请传入 AbortController 的 `signal`，或不传。',
    },
  })
}

function abortedError(signal: AbortSignal): SesError {
  const message = {
    en: 'The AbortSignal ended the sending before the mail was handed over.',
    zh: '邮件交付前，AbortSignal 已终止发送。',
  }
  return createError(message, {
    reason: 'cancelled',
    retry: 'later',
    hint: { en: 'Nothing was sent.', zh: '邮件未发送。' },
    cause: reasonOf(signal),
  })
}

/** The signal's reason; undefined if a signal that is not Node's throws, since its mail ends all the same. */
function reasonOf(signal: AbortSignal): unknown {
  try {
    return signal.reason
  } catch {
    return undefined
  }
}
