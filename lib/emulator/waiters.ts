// Tested by test/emulator/wait-for.test.ts.

/** Those who wait until something has come. */
export interface Waiters {
  /**
   * Resolves with what `find` finds, as soon as it does.
   *
   * @param explain the error if nothing is found in time
   */
  wait<Found>(find: () => Found | undefined, timeoutMs: number, explain: () => Error): Promise<Found>
  /** Lets everyone look again. */
  wake(): void
  fail(error: Error): void
}

interface Waiting {
  look(): void
  fail(error: unknown): void
}

export function createWaiters(): Waiters {
  const waiting = new Set<Waiting>()

  return {
    wait: (find, timeoutMs, explain) =>
      new Promise((resolve, reject) => {
        const one: Waiting = {
          look() {
            try {
              const found = find()
              if (found !== undefined) end(() => resolve(found))
            } catch (error) {
              one.fail(error) // of the caller's own predicate
            }
          },
          fail: (error) => end(() => reject(error)),
        }
        const timer = timeoutMs > longestTimer ? undefined : setTimeout(() => one.fail(explain()), timeoutMs)
        const end = (settle: () => void) => {
          clearTimeout(timer)
          waiting.delete(one)
          settle()
        }
        waiting.add(one)
        one.look()
      }),
    wake() {
      for (const one of waiting) one.look()
    },
    fail(error) {
      for (const one of waiting) one.fail(error)
    },
  }
}

/** Node fires a longer one at once. */
const longestTimer = 2 ** 31 - 1
