// Tested by test/wire/unknown-delivery.test.ts.

/** A letter whose last bytes are about to go: from here on, SES may have a record of it. */
export interface Handover {
  readonly messageId: string
  /** The address logged in with. */
  readonly from: string
  readonly to: readonly string[]
  /** Which attempt of the letter it is, from 1. */
  readonly attempt: number
}

/**
 * Where handovers are told, to all of the process: whoever looks for a mail's record has to know of every other mail that it
 * may be the record of.
 */
export const HANDOVER_CHANNEL = 'nodemailer-tencentcloud-ses:handover'
