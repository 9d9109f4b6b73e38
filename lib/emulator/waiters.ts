// Tested by test/emulator/smtp.test.ts.

/** Those who wait until something has come so many times. */
export interface Waiters {
  wait(count: number): Promise<void>
  /** Lets those go on who wait for as many or fewer. */
  wake(count: number): void
  fail(error: Error): void
}

export function createWaiters(): Waiters {
  let waiting: { count: number; done: () => void; fail: (error: Error) => void }[] = []

  return {
    wait: (count) => new Promise((done, fail) => waiting.push({ count, done, fail })),
    wake(count) {
      const ready = waiting.filter((each) => each.count <= count)
      waiting = waiting.filter((each) => each.count > count)
      for (const { done } of ready) done()
    },
    fail(error) {
      for (const each of waiting.splice(0)) each.fail(error)
    },
  }
}
