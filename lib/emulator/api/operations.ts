// Tested by test/emulator/api/openapi.test.ts.

import { kinds, outcomes } from '../mailbox/filter.ts'
import { integer, type Schema, string, words } from './schema.ts'
import { bodies, type SchemaName } from './schemas.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What an operation answers with: JSON of a schema, or something else of a media type. */
export type Answered = { readonly schema: SchemaName } | { readonly type: string } | { readonly nothing: true }

/** An operation of the API: its description in OpenAPI and the checks of its requests are made of this. */
export interface Operation {
  readonly method: Method
  /** With `{id}` and the like in it. */
  readonly path: string
  readonly summary: string
  readonly query?: Readonly<Record<string, Schema>>
  readonly body?: Schema
  /** By status, beside the errors that every operation has. */
  readonly answers: Readonly<Record<number, Answered>>
}

const filter = {
  query: string('in subject, sender, recipients, Message-ID, reply, row, or the beginning of the text'),
  to: string('in one of the recipients'),
  from: string('in the From field or MAIL FROM'),
  subject: string(),
  outcome: words(...outcomes),
  row: string('name of the row that the mail broke'),
}
/** Of all that is in the ledger the mails, unless asked otherwise. */
const kind = { ...words(...kinds, 'any'), default: 'message' }
const after = integer(0, undefined, 'mails newer than the one with that id')
const before = integer(1, undefined, 'mails older than the one with that id')

export const operations = {
  listMails: {
    method: 'get',
    path: '/api/mails',
    summary: 'Mails, the newest first, those that were refused too',
    query: { ...filter, kind, before, after, limit: { ...integer(1, 500), default: 50 } },
    answers: { 200: { schema: 'MailList' } },
  },
  deleteMails: {
    method: 'delete',
    path: '/api/mails',
    summary: 'Deletes mails; limits still count them',
    query: { ...filter, kind: { ...kind, default: 'any' } },
    answers: { 200: { schema: 'Deleted' } },
  },
  waitForMails: {
    method: 'get',
    path: '/api/mails/wait',
    summary: 'Waits until so many mails are there that fit; 408 has what came in their place',
    query: {
      ...filter,
      kind,
      after,
      count: { ...integer(1, 500), default: 1 },
      timeoutMs: { ...integer(0, 600_000), default: 10_000 },
    },
    answers: { 200: { schema: 'Found' }, 408: { schema: 'NotFound' } },
  },
  getMail: { method: 'get', path: '/api/mails/{id}', summary: 'A mail', answers: { 200: { schema: 'Mail' } } },
  deleteMail: {
    method: 'delete',
    path: '/api/mails/{id}',
    summary: 'Deletes a mail; limits still count it',
    answers: { 200: { schema: 'Deleted' } },
  },
  getSource: {
    method: 'get',
    path: '/api/mails/{id}/source',
    summary: 'The message as it came',
    answers: { 200: { type: 'message/rfc822' } },
  },
  getText: {
    method: 'get',
    path: '/api/mails/{id}/text',
    summary: 'Its text',
    answers: { 200: { type: 'text/plain' } },
  },
  getHtml: {
    method: 'get',
    path: '/api/mails/{id}/html',
    summary: 'Its HTML, with a policy under which it runs and loads nothing',
    query: { images: words('remote') },
    answers: { 200: { type: 'text/html' } },
  },
  getFile: {
    method: 'get',
    path: '/api/mails/{id}/files/{number}',
    summary: 'An attachment, by its place from 1',
    answers: { 200: { type: 'application/octet-stream' } },
  },
  listConnections: {
    method: 'get',
    path: '/api/connections',
    summary: 'Connections of which something was said, the newest first, those too by which no mail came',
    query: { limit: { ...integer(1, 500), default: 50 } },
    answers: { 200: { schema: 'Connections' } },
  },
  getConnection: {
    method: 'get',
    path: '/api/connections/{id}',
    summary: 'What was said by a connection, without passwords and messages',
    answers: { 200: { schema: 'Connection' } },
  },
  getFaults: { method: 'get', path: '/api/faults', summary: 'What goes wrong', answers: { 200: { schema: 'Faults' } } },
  setFaults: {
    method: 'put',
    path: '/api/faults',
    summary: 'Sets what goes wrong from now on',
    body: bodies.faults,
    answers: { 200: { schema: 'Faults' } },
  },
  getLimits: { method: 'get', path: '/api/limits', summary: 'The limits', answers: { 200: { schema: 'Limits' } } },
  setLimits: {
    method: 'patch',
    path: '/api/limits',
    summary: 'Sets limits from now on; what is not given stays',
    body: bodies.limits,
    answers: { 200: { schema: 'Limits' } },
  },
  getClock: {
    method: 'get',
    path: '/api/clock',
    summary: 'The clock of limits and records',
    answers: { 200: { schema: 'Clock' } },
  },
  setClock: {
    method: 'patch',
    path: '/api/clock',
    summary: 'Moves the clock on, stops it, or lets it run',
    body: bodies.clock,
    answers: { 200: { schema: 'Clock' } },
  },
  getStats: { method: 'get', path: '/api/stats', summary: 'Counts', answers: { 200: { schema: 'Stats' } } },
  reset: {
    method: 'post',
    path: '/api/reset',
    summary: 'Makes it as it was when it started, between two tests',
    answers: { 204: { nothing: true } },
  },
  getEvents: {
    method: 'get',
    path: '/api/events',
    summary: 'Server-sent events: `mail` with a MailSummary, `deleted` when mails were deleted or all was reset',
    answers: { 200: { type: 'text/event-stream' } },
  },
  getDescription: {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This description',
    answers: { 200: { type: 'application/json' } },
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationId = keyof typeof operations
