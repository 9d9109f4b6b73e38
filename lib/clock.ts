/** Milliseconds of the monotonic clock with which every wait is measured. */
export const now = (): number => performance.now()

/** What ends a wait: an AbortSignal, or what looks like one and is lighter. */
export type Stop = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Whether a value is an AbortSignal, of Node's or of a package or test environment that has its own. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  const { addEventListener, removeEventListener } = (value ?? {}) as Partial<AbortSignal>
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function'
}

/**
 * Waits for what `begin` starts; a stop ends that at once, with its reason. A stop that throws ends it too.
 *
 * @param begin returns a function that clears up, called when the wait is over, however it ends
 */
export function waitUntil<T = void>(
  begin: (resolve: (value: T) => void, reject: (reason: unknown) => void) => () => void,
  stop?: Stop,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let clearUp: (() => void) | undefined
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearUp?.()
      try {
        stop?.removeEventListener('abort', abort)
      } catch {} // a signal that is not Node's may throw: the wait is over all the same
      settle()
    }
    const abort = () => end(() => reject(stop?.reason))
    clearUp = begin(
      (value) => end(() => resolve(value)),
      (reason) => end(() => reject(reason)),
    )
    try {
      if (isOver) clearUp()
      else if (stop?.aborted) abort()
      else stop?.addEventListener('abort', abort, { once: true })
    } catch (error) {
      end(() => {})
      reject(error)
    }
  })
}

export function wait(ms: number, stop?: Stop): Promise<void> {
  return waitUntil((resolve) => startTimer(ms, resolve), stop)
}

/** Does not keep the process alive. */
export function waitUnheld(ms: number): Promise<void> {
  return waitUntil((resolve) => {
    const timer = setTimeout(resolve, ms).unref()
    return () => clearTimeout(timer)
  })
}

/** Waits for a promise; after a stop its outcome is ignored. */
export function waitFor<T>(promise: Promise<T>, stop: Stop): Promise<T> {
  return waitUntil((resolve, reject) => {
    promise.then(resolve, reject)
    return () => {}
  }, stop)
}

/**
 * A stop that comes `ms` from now, or with an earlier one. It has a timer only while something waits.
 *
 * @param reason made when the time is over
 */
export function stopAfter(ms: number, reason: () => unknown, earlier?: Stop): Stop {
  const at = now() + ms
  const timers = new Map<() => void, () => void>()
  return {
    get aborted() {
      return earlier?.aborted || now() >= at
    },
    get reason() {
      return earlier?.aborted ? earlier.reason : reason()
    },
    addEventListener(type, listener, options) {
      earlier?.addEventListener(type, listener, options)
      timers.set(listener, startTimer(at - now(), listener))
    },
    removeEventListener(type, listener) {
      timers.get(listener)?.()
      timers.delete(listener)
      earlier?.removeEventListener(type, listener)
    },
  }
}

/** A timer of any length: Node's own fires at once if it is longer than 24 days. Returns what ends it. */
export function startTimer(ms: number, act: () => void): () => void {
  const at = now() + ms
  const fire = () => (ms > LONGEST_TIMER && at > now() ? start() : act())
  let timer: NodeJS.Timeout
  const start = () => {
    timer = setTimeout(fire, Math.min(Math.ceil(at - now()), LONGEST_TIMER))
  }
  start()
  return () => clearTimeout(timer)
}

/** Node fires a longer one at once. */
export const LONGEST_TIMER = 2 ** 31 - 1
