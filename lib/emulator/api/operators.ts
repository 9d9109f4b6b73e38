// Tested by test/emulator/api/control.test.ts.

import type { Control } from '../control.ts'
import type { Fault } from '../faults.ts'
import { answer, download, json, plainText, problem } from '../http/answer.ts'
import { mailHeaders } from '../http/security.ts'
import type { Filter } from '../mailbox/filter.ts'
import { holdTags } from '../mailbox/held-html.ts'
import { type Content, readContent } from '../mailbox/mail.ts'
import type { Mail, Mailbox } from '../mailbox/mailbox.ts'
import { listSessions, readSession } from '../mailbox/session.ts'
import { mostFound, waitForMails } from '../mailbox/wait.ts'
import type { RateLimit, RecipientLimit } from '../options.ts'
import type { Settings } from '../settings.ts'
import type { EventStreams } from './events.ts'
import { listJson, mailJson, summaryJson } from './json.ts'
import { describeApi } from './openapi.ts'
import type { OperationId } from './operations.ts'

/** What the API works on. */
export interface ApiContext {
  readonly control: Control
  readonly settings: () => Settings
  readonly mailbox: Mailbox
  readonly events: EventStreams
}

/** A request whose query and body are as the API's description has them. */
export interface ApiRequest {
  /** Numbers in the path, in their order. */
  readonly numbers: readonly number[]
  readonly query: Omit<Filter, 'kind'> & {
    readonly kind?: Filter['kind'] | 'any'
    readonly before?: number
    readonly after?: number
    readonly limit?: number
    readonly count?: number
    readonly timeoutMs?: number
    readonly images?: 'remote'
  }
  readonly body: {
    readonly faults?: readonly Fault[]
    readonly seed?: number
    readonly rateLimit?: RateLimit | false
    readonly recipientLimit?: RecipientLimit | false
    readonly advanceMs?: number
    readonly isStopped?: boolean
  }
  readonly signal: AbortSignal
}

type Operator = (request: ApiRequest) => Response | Promise<Response>

/** What is done for each operation of the API. */
export function createOperators(context: ApiContext): Readonly<Record<OperationId, Operator>> {
  const { control, settings, mailbox, events } = context
  return {
    listMails({ query: { before, after, limit = mostFound, ...query } }) {
      const range = { ...(before !== undefined && { before }), ...(after !== undefined && { after }), limit }
      const listing = mailbox.list(toFilter(query), range)
      return json({ ...listJson(listing), next: listing.hasMore ? listing.mails.at(-1)?.id : undefined })
    },
    deleteMails({ query }) {
      const deleted = mailbox.remove(toFilter(query))
      events.tellDeleted()
      return json({ deleted })
    },
    async waitForMails({ query: { after = 0, count = 1, timeoutMs = 0, ...query }, signal }) {
      const filter = toFilter(query)
      const { found, others } = await waitForMails(mailbox, { filter, count, after, timeoutMs, signal })
      const came = { ...listJson(found), others: others.map(summaryJson) }
      if (found.mails.length >= count) return json(came)
      const error = `After ${timeoutMs} ms ${found.mails.length} of ${count} mails fit`
      return json({ error, ...came }, 408, { Connection: 'close' })
    },
    getMail: (request) => withMail(request, async (mail) => json(await mailJson(mail, settings()))),
    deleteMail({ numbers: [id = 0] }) {
      if (!mailbox.removeOne(id)) return noMail()
      events.tellDeleted()
      return json({ deleted: 1 })
    },
    getSource: (request) =>
      withMail(request, ({ id, entry }) => download(`mail-${id}.eml`, entry.raw, 'message/rfc822')),
    getText: (request) => withContent(request, ({ text }) => (text === undefined ? undefined : plainText(text))),
    getHtml: (request) =>
      withContent(request, ({ html }) =>
        html === undefined
          ? undefined
          : answer('text/html; charset=utf-8', holdTags(html), 200, mailHeaders(request.query.images === 'remote')),
      ),
    getFile: (request) =>
      withContent(request, ({ attachments }) => {
        const file = attachments[(request.numbers[1] ?? 0) - 1]
        return file && download(file.name, file.content)
      }),
    listConnections: ({ query: { limit = mostFound } }) => json({ connections: listSessions(control, limit) }),
    getConnection({ numbers: [connection = 0] }) {
      const session = readSession(control, mailbox, connection)
      if (session === undefined) return problem(404, 'There is no such connection')
      return json({ ...session, mails: session.mails.map(({ id }) => id) })
    },
    getFaults: faults,
    setFaults({ body: { faults: given = [], seed } }) {
      control.setFaults(given, seed)
      return faults()
    },
    getLimits: limits,
    setLimits({ body: { rateLimit, recipientLimit } }) {
      if (rateLimit !== undefined) control.setRateLimit(rateLimit)
      if (recipientLimit !== undefined) control.setRecipientLimit(recipientLimit)
      return limits()
    },
    getClock: clock,
    setClock({ body: { advanceMs = 0, isStopped } }) {
      if (isStopped === true) control.clock.stop()
      control.clock.advance(advanceMs)
      if (isStopped === false) control.clock.run()
      return clock()
    },
    getStats: stats,
    reset() {
      control.reset()
      events.tellDeleted()
      return new Response(null, { status: 204 })
    },
    getEvents: ({ signal }) => answer('text/event-stream', events.open(signal)),
    getDescription: () => json(describeApi()),
  }

  function withMail(
    { numbers: [id = 0] }: ApiRequest,
    respond: (mail: Mail) => Response | Promise<Response>,
  ): Response | Promise<Response> {
    const mail = mailbox.find(id)
    return mail === undefined ? noMail() : respond(mail)
  }

  function withContent(request: ApiRequest, respond: (content: Content) => Response | undefined) {
    return withMail(
      request,
      async ({ entry }) => respond(await readContent(entry)) ?? problem(404, 'The mail has no such content'),
    )
  }

  function faults(): Response {
    const { faults, seed } = settings()
    const isFunction = typeof faults === 'function'
    const list = typeof faults === 'string' ? [faults] : faults
    return json({ faults: isFunction ? [] : list, isFunction, seed })
  }

  function limits(): Response {
    const { rateLimit, recipientLimit } = settings()
    return json({ rateLimit, recipientLimit })
  }

  function clock(): Response {
    return json({ now: new Date(control.clock.now()).toISOString() })
  }

  function stats(): Response {
    const { calls, logins, connections, inbox, ledger } = control
    const mails = { accepted: 0, refused: 0, unknown: 0 }
    for (const { kind, outcome } of ledger) if (kind === 'message') mails[outcome]++
    const incidents = ledger.filter(({ kind }) => kind !== 'message').length
    const rows = Object.fromEntries(mailbox.countRows())
    return json({ calls, logins, connections, inbox: inbox.length, mails, incidents, rows })
  }
}

function toFilter({ kind, ...filter }: ApiRequest['query']): Filter {
  return kind === undefined || kind === 'any' ? filter : { ...filter, kind }
}

function noMail(): Response {
  return problem(404, 'There is no such mail')
}
