import { guard } from './guard.ts'
import type { Settings } from './options.ts'
import { completeOutcome, completeRefusal, type Outcome } from './outcome.ts'
import { randomFrom } from './random.ts'
import type { ReceivedLetter } from './records.ts'
import { createCall, toSends } from './send.ts'
import { type EmulatorStatus, openStatus } from './status/open.ts'

/** What SES tells of its calls afterwards. */
export interface Reports {
  /** @throws Error if the option `status` was not given */
  readonly status: EmulatorStatus
  /** Reports on a mail that SES took. Returns SES's id of the call. */
  accept(mail: ReceivedLetter): string
  /** Reports on a mail that SES refused, if the options have it so. */
  refuse(mail: () => ReceivedLetter, row: string): void
  reset(): void
  close(): Promise<void>
}

type ReportSettings = Pick<Settings, 'appId' | 'host' | 'now' | 'outcome' | 'seed' | 'status'>

export async function openReports(settings: ReportSettings): Promise<Reports> {
  const { appId, host, now, seed } = settings
  let random = randomFrom(seed)
  const status = settings.status && (await openStatus(settings.status, host, now))

  return {
    get status() {
      return status?.status ?? refuseAccess('status')
    },
    accept(mail) {
      const call = createCall(mail, appId, random)
      const sends = toSends(call, (recipient) => acceptedOutcome(settings, mail, recipient))
      status?.add(sends)
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
    },
    async close() {
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
