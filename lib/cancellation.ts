import { SesError } from './errors.ts'

/** What can end the sending of a mail: the caller's AbortSignal at any time, `close()` while the mail still waits. */
export interface Cancellation {
  /** Ends waits: for a place, for content, for a turn, before a retry. */
  readonly waits: AbortSignal
  /** Ends a message on the wire, as long as its last bytes have not gone. */
  readonly sending: AbortSignal
  endWaits(reason: SesError): void
  /** The mail is done. */
  release(): void
}

/** The mails under way. */
export interface Cancellations {
  readonly size: number
  start(signal: AbortSignal | undefined): Cancellation
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
    start(signal) {
      const waits = new AbortController()
      const sending = new AbortController()
      const abort = () => {
        const reason = abortedError(signal)
        waits.abort(reason)
        sending.abort(reason)
      }
      const unwatch = signal ? watch(signal, abort) : () => {}
      if (signal?.aborted) abort()

      const cancellation: Cancellation = {
        waits: waits.signal,
        sending: sending.signal,
        endWaits: (reason) => waits.abort(reason),
        release() {
          unwatch()
          underway.delete(cancellation)
        },
      }
      underway.add(cancellation)
      return cancellation
    },
    endWaits(reason) {
      for (const each of underway) each.endWaits(reason)
    },
  }
}

/** Listens to each signal once, however many mails share it: Node takes more than ten listeners for a leak. */
function createSignalWatch(): (signal: AbortSignal, abort: () => void) => () => void {
  const watched = new Map<AbortSignal, { readonly aborts: Set<() => void>; readonly stop: () => void }>()

  const begin = (signal: AbortSignal) => {
    const aborts = new Set<() => void>()
    const run = () => {
      for (const abort of aborts) abort()
    }
    signal.addEventListener('abort', run, { once: true })
    const entry = { aborts, stop: () => signal.removeEventListener('abort', run) }
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

function abortedError(signal: AbortSignal | undefined): SesError {
  return new SesError('The AbortSignal ended the sending before the mail was handed over.', {
    reason: 'cancelled',
    retry: 'later',
    hint: 'Nothing was sent.',
    cause: signal?.reason,
  })
}
