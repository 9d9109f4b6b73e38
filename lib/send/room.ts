import { type Stop, waitUntil } from '../clock.ts'

/** Room for the bytes of messages that are on their way at a time. */
export interface Room {
  /**
   * Waits until there is room, or nothing else is on its way. First come, first served.
   *
   * @returns what gives it back
   * @throws the reason of `stop`
   */
  take(size: number, stop: Stop): Promise<() => void>
}

/** A message is in memory while it goes out: more large ones at a time would need more memory, and arrive no sooner. */
export function createRoom(bytes: number): Room {
  const waiting = new Map<(free: () => void) => void, number>()
  let taken = 0

  const hasRoom = (size: number) => taken === 0 || taken + size <= bytes
  const occupy = (size: number) => {
    taken += size
    return () => {
      taken -= size
      for (const [admit, wanted] of waiting) {
        if (!hasRoom(wanted)) return
        admit(occupy(wanted))
      }
    }
  }
  return {
    async take(size, stop) {
      if (waiting.size === 0 && hasRoom(size)) return occupy(size)
      return waitUntil<() => void>((admit) => {
        waiting.set(admit, size)
        return () => waiting.delete(admit)
      }, stop)
    },
  }
}
