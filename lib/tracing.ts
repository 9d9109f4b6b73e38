// Tested by test/wire/tracing.test.ts.

import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel'
import { type SesError, type SesReason, toSesError } from './errors.ts'

/** The gateway, as the options have it. */
export interface SesServer {
  readonly address: string
  readonly port: number
}

/**
 * What subscribers of the tracing channel `nodemailer-tencentcloud-ses:send` get of a mail: one object from its start to its end,
 * filled on the way.
 */
export interface SesSendContext {
  readonly server: SesServer
  /** Empty until the mail was opened. */
  readonly messageId: string
  /** Who is to get it, hidden ones too; 0 until the mail was opened. */
  readonly recipients: number
  /** Attempts so far, those of all its letters together. */
  readonly attempts: number
  /** Milliseconds that its letters have waited for their turns: of the one that waited longest. */
  readonly waitedMs: number
  /** Bytes of its letters, written once each. */
  readonly size: number
  /** With the option `traceAddresses`. */
  readonly from?: string
  /** With the option `traceAddresses`. */
  readonly to?: readonly string[]
  /** Why it failed: OpenTelemetry's `error.type`. */
  readonly errorType?: SesReason
  /** Set by Node where it failed. */
  readonly error?: SesError
}

/** The same of one attempt, of the tracing channel `nodemailer-tencentcloud-ses:attempt`: from its turn to SES's answer. */
export interface SesAttemptContext extends Omit<SesSendContext, 'attempts'> {
  /** Which of its letter it is, from 1. */
  readonly attempt: number
}

/** A context while it is being filled. */
export type Filling<Context> = { -readonly [Name in keyof Context]: Context[Name] }

const channels = {
  send: tracingChannel<SesSendContext>('nodemailer-tencentcloud-ses:send'),
  attempt: tracingChannel<SesAttemptContext>('nodemailer-tencentcloud-ses:attempt'),
}

/**
 * Runs a step with its context told to whoever traces it. What the step returns is not told, for it has addresses.
 *
 * @throws SesError of the step
 */
export function trace<Context extends { errorType?: SesReason }, Value>(
  name: keyof typeof channels,
  context: Context,
  run: () => Promise<Value>,
): Promise<Value> {
  const channel = channels[name] as unknown as TracingChannel<Context>
  return channel.hasSubscribers ? runTraced(channel, context, run) : run()
}

/** What comes of the step is its own, whatever a subscriber does to the context. */
async function runTraced<Context extends { errorType?: SesReason }, Value>(
  channel: TracingChannel<Context>,
  context: Context,
  run: () => Promise<Value>,
): Promise<Value> {
  let running: Promise<Value> | undefined
  const runAndFill = () => {
    running = run()
    return running.then(
      () => undefined,
      (error) => {
        context.errorType = toSesError(error).reason
        throw error
      },
    )
  }
  try {
    await channel.tracePromise(runAndFill, context)
  } catch {}
  return running ?? run()
}
