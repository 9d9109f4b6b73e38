// Tested by test/emulator/status/status.test.ts.

import { authority } from '../authority.ts'
import { guard } from '../guard.ts'
import { type Keep, keepNewest } from '../keep.ts'
import { delay, unexpected } from '../option-checks.ts'
import { sizeOf } from '../records.ts'
import type { Send } from '../send.ts'
import { createApi, type StatusRecord } from './api.ts'
import type { StatusSettings } from './options.ts'
import { serveApi } from './server.ts'

/** GetSendEmailStatus of a running emulator. */
export interface EmulatorStatus {
  /** Where it is, with a slash at its end. */
  readonly url: string
  /** What the official SDK's client is made of: `new ses.v20201002.Client(emulator.status.client)`. */
  readonly client: {
    readonly credential: { secretId: string; secretKey: string; token?: string }
    readonly region: string
    readonly profile: { readonly httpProfile: { protocol: string; endpoint: string } }
  }
  /** Every record, those too that cannot be found yet. */
  readonly records: readonly StatusRecord[]
}

export interface OpenStatus {
  readonly status: EmulatorStatus
  add(sends: readonly Send[]): void
  reset(): void
  close(): Promise<void>
}

export async function openStatus(
  settings: StatusSettings,
  host: string,
  now: () => number,
  keep: Required<Keep>,
): Promise<OpenStatus> {
  const records: StatusRecord[] = []
  const kept = keepNewest(records, keep)
  let api = createApi(settings, records, now)
  const listener = await serveApi(host, settings.port, (request) => api(request))
  const { secretId, secretKey, token } = settings
  const endpoint = authority(host, listener.port)

  return {
    status: {
      url: `http://${endpoint}/`,
      client: {
        credential: { secretId, secretKey, ...(token !== '' && { token }) },
        region: 'ap-singapore',
        profile: { httpProfile: { protocol: 'http://', endpoint } },
      },
      records,
    },
    add(sends) {
      const [first] = sends
      if (first === undefined) return
      const added = sends.map((send) => ({ ...send, visibleAt: send.mail.receivedAt + delayOf(send) }))
      kept.add(added, sizeOf(first.mail))
    },
    reset() {
      kept.clear()
      api = createApi(settings, records, now)
    },
    close: () => listener.close(),
  }

  function delayOf({ mail, recipient }: Send): number {
    const { delayMs } = settings
    return typeof delayMs === 'number' ? delayMs : guard('status.delayMs', () => checked(delayMs(mail, recipient)), 0)
  }

  function checked(given: number): number {
    if (!delay.holds(given)) throw unexpected('status.delayMs', delay.expected, given)
    return given
  }
}
