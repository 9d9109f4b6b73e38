// Tested by test/options/options.test.ts.

import * as check from './checks.ts'

export interface SesTimeouts {
  /**
   * Milliseconds for each part of opening a connection: name look-up, connecting, a proxy's answer and TLS.
   *
   * @default 30_000
   */
  readonly connectionMs: number
  /**
   * Milliseconds for the gateway's first line.
   *
   * @default 30_000
   */
  readonly greetingMs: number
  /**
   * Milliseconds without a byte, from the gateway or from a stream, file or URL being read.
   *
   * @default 120_000
   */
  readonly socketMs: number
  /**
   * Milliseconds for the whole reply to a message, from the message's last byte on, however slowly it comes. A reply to
   * a command must be whole within `socketMs`.
   *
   * @default 300_000
   */
  readonly replyMs: number
  /**
   * Milliseconds for reading all streams, files and URLs of one mail. `socketMs` alone never ends a source that gives a
   * byte now and then.
   *
   * @default 300_000
   */
  readonly contentMs: number
}

export const resolveTimeouts = check.group<SesTimeouts>({
  connectionMs: check.timer(30_000),
  greetingMs: check.timer(30_000),
  socketMs: check.timer(120_000),
  replyMs: check.timer(300_000),
  contentMs: check.timer(300_000),
})
