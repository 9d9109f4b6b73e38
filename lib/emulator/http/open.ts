// Tested by test/emulator/http/server.test.ts.

import { Hono } from 'hono/tiny'
import { createEventStreams } from '../api/events.ts'
import { addApi, answerError } from '../api/routes.ts'
import { authority } from '../authority.ts'
import type { Control } from '../control.ts'
import { createMailbox } from '../mailbox/mailbox.ts'
import { addPage } from '../page/routes.ts'
import type { Settings } from '../settings.ts'
import { problem } from './answer.ts'
import type { PageSettings } from './options.ts'
import { serveHttp } from './server.ts'

/** The page and the HTTP API of a running emulator. */
export interface EmulatorPage {
  /** Where the page is, with a slash at its end. */
  readonly url: string
  /** Where the API is; `/openapi.json` below it describes it. */
  readonly api: string
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/** Serves the page and the API. They need nothing from the web. */
export async function openPage(
  control: Control,
  settings: () => Settings,
  { port, preview }: PageSettings,
): Promise<EmulatorPage> {
  const mailbox = createMailbox(control)
  const events = createEventStreams(mailbox)
  const app = new Hono()
  addApi(app, { control, settings, mailbox, events })
  addPage(app, { control, settings, mailbox, preview })
  app.onError((error) => answerError(error) ?? problem(500, 'This cannot be shown'))

  const { host, names } = settings()
  const server = await serveHttp({ host, port, names }, (request) => app.fetch(request))
  const url = `http://${authority(host, server.port)}/`
  return {
    url,
    api: `${url}api`,
    async close() {
      events.close()
      await server.close()
    },
  }
}
