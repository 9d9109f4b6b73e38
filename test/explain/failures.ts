import type { Failed, Reply } from '../../lib/attempt.ts'
import type { SesError } from '../../lib/errors.ts'
import { explainAttempt } from '../../lib/explain/explain.ts'
import { createReplyReader } from '../../lib/send/replies.ts'
import { smtpError } from '../../lib/send/socket.ts'

export const now = Date.parse('2026-11-23T12:00:00.000Z')

/** A reply as it is read off the wire. */
export function replyOf(text: string): Reply {
  const [reply] = createReplyReader().read(Buffer.from(`${text}\r\n`))
  if (!reply) throw new Error(`Expected a whole reply, got ${JSON.stringify(text)}`)
  return reply
}

/** What there is of a reply when the connection ends within it; undefined if nothing came. */
export function cutReplyOf(bytes: string | Buffer): Reply | undefined {
  const reader = createReplyReader()
  if ([...reader.read(Buffer.from(bytes as string))].length > 0) throw new Error('Expected a reply that is not whole')
  return reader.rest()
}

/** An attempt that ended with the connection, and what had come of the reply. */
export function lost(
  went: Failed['went'],
  code = 'ECONNECTION',
  message = 'The gateway closed the connection',
  rest?: string | Buffer,
): Failed {
  const reply = rest === undefined ? undefined : cutReplyOf(rest)
  return { failed: 'message', went, error: smtpError(code, message), ...(reply && { reply }) }
}

export const explain = (attempt: Failed): SesError =>
  explainAttempt(attempt, { meanings: [], now, attempts: 2, language: 'en' })

/** A stage of a session, by what comes of a reply that ends it there. EHLO is of the greeting. */
export const stages = {
  greeting: (text: string) => explain({ failed: 'greeting', went: 'nothing', reply: replyOf(text) }),
  AUTH: (text: string) => explain({ failed: 'login', went: 'nothing', reply: replyOf(text) }),
  MAIL: (text: string) => explain({ failed: 'sender', went: 'nothing', reply: replyOf(text) }),
  RCPT: (text: string) => explain({ failed: 'recipients', went: 'nothing', reply: replyOf(text) }),
  DATA: (text: string) => explain({ failed: 'data', went: 'nothing', reply: replyOf(text) }),
  body: (text: string) => explain({ failed: 'message', went: 'part', reply: replyOf(text) }),
  end: (text: string) => explain({ failed: 'message', went: 'all', reply: replyOf(text) }),
} as const

export type StageName = keyof typeof stages
