export type Priority = 'high' | 'normal'

/** What ends a wait: an AbortSignal, or what looks like one and is lighter. */
export type Stop = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Those who wait: first in, first out, `high` before `normal`. */
export interface Lanes {
  /** Waits to be called. Rejects with the signal's reason, and leaves at once. */
  join(priority: Priority, signal: Stop): Promise<void>
  /** Calls the first. */
  callFirst(): void
  /** The priority of the first; undefined if nobody waits. */
  readonly first: Priority | undefined
  readonly size: number
  /** Those who would be called before one of this priority. */
  ahead(priority: Priority): number
}

export function createLanes(): Lanes {
  // Sets keep their order and lose a member in constant time, so that leaving a long line costs nothing.
  const lanes: Readonly<Record<Priority, Set<() => void>>> = { high: new Set(), normal: new Set() }

  return {
    get first() {
      return lanes.high.size > 0 ? 'high' : lanes.normal.size > 0 ? 'normal' : undefined
    },
    get size() {
      return lanes.high.size + lanes.normal.size
    },
    ahead: (priority) => lanes.high.size + (priority === 'high' ? 0 : lanes.normal.size),
    join(priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const call = () => {
          signal.removeEventListener('abort', leave)
          resolve()
        }
        const leave = () => {
          lanes[priority].delete(call)
          reject(signal.reason)
        }
        lanes[priority].add(call)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
    callFirst() {
      const lane = lanes.high.size > 0 ? lanes.high : lanes.normal
      const [call] = lane
      if (!call) return
      lane.delete(call)
      call()
    },
  }
}
