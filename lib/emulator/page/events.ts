// Tested by test/emulator/page/page.test.ts.

import type { ServerResponse } from 'node:http'
import type { Emulator } from '../emulator.ts'
import { headersFor } from './security.ts'

/** Tells open pages of each mail, by server-sent events. */
export interface Events {
  add(response: ServerResponse): void
  close(): void
}

export function createEvents(emulator: Emulator): Events {
  const open = new Set<ServerResponse>()
  const stop = emulator.onEntry(() => {
    for (const response of open) response.write(`data: ${emulator.ledger.length}\n\n`)
  })

  return {
    add(response) {
      response.writeHead(200, { ...headersFor(), 'Content-Type': 'text/event-stream' })
      response.write('retry: 1000\n\n')
      open.add(response)
      response.on('close', () => open.delete(response))
    },
    close() {
      stop()
      for (const response of open) response.end()
    },
  }
}
