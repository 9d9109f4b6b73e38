// Tested by test/options/options.test.ts.

import * as check from './checks.ts'

export interface SesPoolOptions {
  /**
   * Connections for each login, at most. The pool opens one when a mail has its turn and none is free: a gateway nearby
   * needs few, a distant one more.
   *
   * @default 20
   */
  readonly maxConnections: number
  /**
   * Messages after which a connection is replaced.
   *
   * @default 100
   */
  readonly maxMessages: number
  /**
   * Milliseconds after which an idle connection is closed.
   *
   * @default 60_000
   */
  readonly idleTimeoutMs: number
}

export const resolvePool = check.group<SesPoolOptions>({
  maxConnections: check.wholeNumber(20, { min: 1 }),
  maxMessages: check.wholeNumber(100, { min: 1 }),
  idleTimeoutMs: check.timer(60_000),
})
