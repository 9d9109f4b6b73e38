import { guard } from './guard.ts'
import { completeOutcome, completeRefusal, type Outcome } from './outcome.ts'
import { randomFrom } from './random.ts'
import type { ReceivedLetter } from './records.ts'
import { createCall, toSends } from './send.ts'
import type { Settings } from './settings.ts'
import { type EmulatorStatus, openStatus } from './status/open.ts'
import { type EmulatorWebhook, openWebhook } from './webhook/open.ts'

/** What SES tells of its calls afterwards: to those who ask, and by webhooks. */
export interface Reports {
  /** @throws Error if the option `status` was not given */
  readonly status: EmulatorStatus
  /** @throws Error if the option `webhook` was not given */
  readonly webhook: EmulatorWebhook
  /** Reports on a mail that SES took. Returns SES's id of the call. */
  accept(mail: ReceivedLetter): string
  /** Reports on a mail that SES refused, if the options have it so. */
  refuse(mail: () => ReceivedLetter, row: string): void
  reset(): void
  close(): Promise<void>
}

type ReportSettings = Pick<Settings, 'appId' | 'host' | 'keep' | 'now' | 'outcome' | 'seed' | 'status' | 'webhook'>

export async function openReports(settings: ReportSettings): Promise<Reports> {
  const { appId, host, keep, now, seed } = settings
  let random = randomFrom(seed)
  const status = settings.status && (await openStatus(settings.status, host, now, keep))
  const webhook = settings.webhook && openWebhook(settings.webhook, appId, seed, keep)

  return {
    get status() {
      return status?.status ?? refuseAccess('status')
    },
    get webhook() {
      return webhook?.webhook ?? refuseAccess('webhook')
    },
    accept(mail) {
      const call = createCall(mail, appId, random)
      const sends = toSends(call, (recipient) => acceptedOutcome(settings, mail, recipient))
      status?.add(sends)
      webhook?.add(sends)
      return call.sesMessageId
    },
    refuse(mail, row) {
      const outcomeOf = settings.status?.refusedOutcome
      if (outcomeOf === undefined) return
      const call = createCall(mail(), appId, random)
      status?.add(toSends(call, (recipient) => refusedOutcome(() => outcomeOf(call.mail, recipient, row))))
    },
    reset() {
      random = randomFrom(seed)
      status?.reset()
      webhook?.reset()
    },
    async close() {
      webhook?.close()
      await status?.close()
    },
  }
}

function acceptedOutcome({ outcome }: ReportSettings, mail: ReceivedLetter, recipient: string): Required<Outcome> {
  return guard('outcome', () => completeOutcome(outcome(mail, recipient)), completeOutcome({}))
}

function refusedOutcome(ask: () => Outcome | undefined): Required<Outcome> | undefined {
  return guard(
    'status.refusedOutcome',
    () => {
      const outcome = ask()
      return outcome && completeRefusal(outcome)
    },
    undefined,
  )
}

function refuseAccess(option: string): never {
  throw new Error(`The emulator was started without the option \`${option}\``)
}
