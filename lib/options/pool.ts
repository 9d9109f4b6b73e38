import * as check from './checks.ts'

export interface SesPoolOptions {
  /**
   * Connections for each login.
   *
   * @default 5
   */
  readonly maxConnections: number
  /**
   * Mails after which a connection is replaced.
   *
   * @default 100
   */
  readonly maxMessages: number
  /**
   * Milliseconds after which an idle connection is closed; with Nodemailer 6 to 9 and 10.0, whose pool has no such time,
   * it stays open until `timeouts.socketMs`.
   *
   * @default 60_000
   */
  readonly idleTimeoutMs: number
}

export const resolvePool = check.group<SesPoolOptions>({
  maxConnections: check.wholeNumber(5, { min: 1 }),
  maxMessages: check.wholeNumber(100, { min: 1 }),
  idleTimeoutMs: check.wholeNumber(60_000, { min: 1 }),
})
