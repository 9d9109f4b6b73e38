// Tested by test/emulator/api/openapi.test.ts.

import { array, boolean, integer, object, off, type Schema, string, words } from './schema.ts'

// What the API takes and gives. `components.schemas` of its description has these names.

const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const time = string('ISO 8601, by the clock of the emulator')
const anyCount = integer(0)

const summary = {
  id: integer(1, undefined, 'counts from 1, and is given once until a reset'),
  at: time,
  kind: { ...words('message', 'login', 'connection'), description: 'a mail, or what kept a client from sending one' },
  outcome: { ...words('accepted', 'refused', 'unknown'), description: 'what the client was told' },
  delivered: { ...boolean, description: 'whether SES took it, whatever the client was told' },
  row: string("the row of SES's page that the mail broke"),
  words: string("that row in the page's words"),
  reply: string('what the gateway said, or as much of it as went out'),
  subject: string(),
  from: string('the From field'),
  envelope: object({ from: string(), to: array(string()) }),
  messageId: string('with its angle brackets; empty if none came'),
  hint: string('what to do about a login or a connection'),
  sesMessageId: string("SES's id of the call"),
  account: string('the address that had logged in'),
  connection: integer(1),
  bytes: anyCount,
} as const
const notAlways = ['row', 'words', 'reply', 'hint', 'sesMessageId']

const brokenRow = object(
  {
    row: string(),
    words: string("the page's words"),
    isAnswered: { ...boolean, description: "whether the gateway's reply is about this row" },
    where: array(string('a place in the mail, in words')),
    lines: array(integer(1, undefined, 'a line of the source')),
    source: words('smtp-page', 'send-email-page', 'assumed', 'test', 'connection'),
    advice: string('what to do'),
  },
  'source',
  'advice',
)

const times = {
  times: integer(1, undefined, 'how often it strikes (1, or without end if there is a probability)'),
  skip: integer(0, undefined, 'how many occasions it lets pass (0)'),
  probability: { type: 'number', minimum: 0, maximum: 1 },
} as const satisfies Readonly<Record<string, Schema>>
const stages = [
  ...['connect', 'tls', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'rset', 'noop', 'quit'],
  ...['body', 'end', 'reply', 'idle'],
]
const action: Schema = {
  anyOf: [
    words('close', 'reset', 'silence', 'half-reply', 'garbage'),
    object({ reply: string('other words than the gateway would say') }),
    object({ slowMs: integer(0, 3_600_000) }),
  ],
}
const error: Schema = {
  anyOf: [string('a code of SES, or its last word'), object({ code: string(), text: string() }, 'text')],
}
const fault: Schema = {
  anyOf: [
    object({ at: words(...stages), do: action, after: anyCount, ...times }, 'after', ...Object.keys(times)),
    object({ at: words('call'), error, ...times }, ...Object.keys(times)),
    string('a code of SES alone: the next call fails with it'),
  ],
}

const rateLimit = {
  perSecond: integer(1, 1_000_000),
  window: words('sliding', 'fixed'),
  countRefused: boolean,
}
const recipientLimit = object({ count: integer(0), perMs: integer(1) })

/** What is sent to the API. */
export const bodies = {
  faults: object({ faults: array(fault), seed: anyCount }, 'seed'),
  clock: object({ advanceMs: integer(0), isStopped: boolean }, 'advanceMs', 'isStopped'),
  limits: object(
    {
      rateLimit: { anyOf: [object(rateLimit, 'window', 'countRefused'), off] },
      recipientLimit: { anyOf: [recipientLimit, off] },
    },
    'rateLimit',
    'recipientLimit',
  ),
} as const satisfies Readonly<Record<string, Schema>>

const listing = {
  mails: array(refTo('MailSummary')),
  matching: integer(0, undefined, 'how many fit'),
  total: integer(0, undefined, 'how many there are, of every kind'),
}

export const schemas = {
  Problem: object({ error: string() }),
  MailSummary: object(summary, ...notAlways),
  MailList: object({ ...listing, next: integer(1, undefined, 'give it as `before` for older ones') }, 'next'),
  Mail: object(
    {
      ...summary,
      header: array(object({ name: string('in lower case'), value: string('decoded') })),
      text: string(),
      html: string(),
      files: array(object({ name: string(), type: string(), bytes: anyCount, url: string() })),
      broken: array(refTo('BrokenRow')),
    },
    ...notAlways,
    'text',
    'html',
  ),
  BrokenRow: brokenRow,
  Found: object({ ...listing, others: array(refTo('MailSummary')) }),
  NotFound: object({ error: string(), ...listing, others: array(refTo('MailSummary')) }),
  Deleted: object({ deleted: anyCount }),
  Faults: object({
    faults: array(fault),
    isFunction: { ...boolean, description: 'whether a function of the program decides, and no list' },
    seed: anyCount,
  }),
  Limits: object({
    rateLimit: { anyOf: [object(rateLimit), off] },
    recipientLimit: { anyOf: [recipientLimit, off] },
  }),
  Clock: object({ now: time }),
  Stats: object({
    calls: integer(0, undefined, 'messages that came whole'),
    logins: integer(0, undefined, 'logins that succeeded'),
    connections: integer(0, undefined, 'open now'),
    inbox: integer(0, undefined, 'mails that SES took'),
    mails: object({ accepted: anyCount, refused: anyCount, unknown: anyCount }),
    incidents: integer(0, undefined, 'logins and connections that came to no mail'),
    rows: {
      type: 'object',
      additionalProperties: anyCount,
      description: 'how many mails broke each row, by its name',
    },
  }),
  Connections: object({
    connections: array(
      object({
        connection: integer(1),
        isLoginRefused: boolean,
        isCutByFault: boolean,
        lines: anyCount,
        mails: anyCount,
      }),
    ),
  }),
  Connection: object({
    connection: integer(1),
    lines: array(object({ by: words('client', 'server', 'emulator'), text: string() })),
    mails: array(integer(1, undefined, 'id of a mail that came by it')),
  }),
} as const satisfies Readonly<Record<string, Schema>>

export type SchemaName = keyof typeof schemas
