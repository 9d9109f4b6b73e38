import { SesError } from './errors.ts'

/** What can end the sending of a mail: the caller's AbortSignal at any time, `close()` while the mail still waits. */
export interface Cancellation {
  /** Ends waits: for a place, for content, for a turn, before a retry. */
  readonly waits: AbortSignal
  /** Ends a message on the wire, as long as its last bytes have not gone. */
  readonly sending: AbortSignal
  /** Ends the waits alone. */
  endWaits(reason: SesError): void
  /** Lets go of the caller's signal. */
  release(): void
}

export function createCancellation(signal: AbortSignal | undefined): Cancellation {
  const waits = new AbortController()
  const sending = new AbortController()
  const abort = () => {
    const reason = aborted(signal)
    waits.abort(reason)
    sending.abort(reason)
  }
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })

  return {
    waits: waits.signal,
    sending: sending.signal,
    endWaits: (reason) => waits.abort(reason),
    release: () => signal?.removeEventListener('abort', abort),
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

function aborted(signal: AbortSignal | undefined): SesError {
  return new SesError('The AbortSignal ended the sending before the mail was handed over.', {
    reason: 'cancelled',
    retry: 'later',
    hint: 'Nothing was sent.',
    cause: signal?.reason,
  })
}
