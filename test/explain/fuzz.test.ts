import { expect, test } from 'vitest'
import type { Failed, Stage } from '../../lib/attempt.ts'
import type { SesError, Verdict } from '../../lib/errors.ts'
import { explainAttempt } from '../../lib/explain/explain.ts'
import { explainReply } from '../../lib/explain/verdict.ts'
import { createReplyReader } from '../../lib/send/replies.ts'
import { smtpError } from '../../lib/send/socket.ts'
import { CASES, SEED } from '../help/random.ts'
import { createRandom, pick, type Random, randomReply } from './random-replies.ts'

const reasons: ReadonlySet<string> = new Set([
  ...['message-invalid', 'message-too-large', 'attachment-refused', 'sender-refused', 'recipient-refused'],
  ...['recipient-rate-limited', 'rate-limited', 'quota-exceeded', 'blocked', 'account-refused', 'auth-failed'],
  ...['service-unavailable', 'connection', 'delivery-unknown', 'cancelled', 'unknown'],
])

test('whatever comes, the answer is one of those there are', () => {
  const random = createRandom(SEED)
  const wrong: unknown[] = []
  for (let index = 0; index < CASES && wrong.length < 10; index++) {
    const text = randomReply(random)
    const attempt = randomAttempt(random, text)
    try {
      const explained = explainAttempt(attempt, {
        meanings: [],
        now: 0,
        attempts: 1,
        language: 'en',
        sender: { from: 'a@x', user: 'b@x' },
      })
      const faults = [...faultsOfVerdict(explainReply(text, { now: 0 })), ...faultsOf(explained, attempt)]
      if (faults.length > 0) wrong.push({ index, faults, ...shown(attempt), text: text.slice(0, 500) })
    } catch (error) {
      wrong.push({ index, error, ...shown(attempt), text: text.slice(0, 500) })
    }
  }
  expect(wrong).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})

const shown = ({ failed, went, reply }: Failed) => ({ failed, went, status: reply?.status, isCut: reply?.isCut })

/** An attempt of which this came over the wire: what is whole of it, or what there is when the connection ends. */
function randomAttempt(random: Random, text: string): Failed {
  const failed: Stage = pick(random, ['socket', 'greeting', 'login', 'sender', 'recipients', 'data', ...MESSAGE])
  const went = failed === 'message' ? pick(random, ['nothing', 'part', 'all', 'all'] as const) : 'nothing'
  const code = pick(random, [
    'ECONNECTION',
    'ESOCKET',
    'ETIMEDOUT',
    'EPROTOCOL',
    'ETLS',
    'EDNS',
    'EPROXY',
    'EPIPE',
    'X',
  ])
  const error = pick(random, [smtpError(code, pick(random, ['x', text])), new TypeError(text)])
  const kind = random()
  if (failed === 'socket' || kind < 0.2) return { failed, went, error }

  const reader = createReplyReader()
  const bytes = Buffer.from(text, pick(random, ['utf8', 'latin1'] as const))
  if (kind < 0.5) {
    try {
      const [reply] = [...reader.read(Buffer.concat([bytes, LINE_END]))]
      if (reply) return { failed, went, reply }
    } catch {}
  } else {
    try {
      for (const _ of reader.read(bytes));
    } catch {}
  }
  return { failed, went, error, reply: reader.rest() }
}

const MESSAGE: readonly Stage[] = ['message', 'message', 'message', 'message']
const LINE_END = Buffer.from('\r\n')

function faultsOf(error: SesError, { went, reply }: Failed): string[] {
  const status = reply?.status ?? 0
  const { message, delivered } = error
  const isRefused = status >= 400 && status < 600
  return [
    ...faultsOfVerdict(error),
    ...(message.length > 1_000 ? ['a long message'] : []),
    ...(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(message) || !message.isWellFormed()
      ? ['a message that is not a line']
      : []),
    ...((error.response ?? '').length > 65_536 ? ['a long response'] : []),
    ...(['no', 'unknown'].includes(delivered) ? [] : ['delivered']),
    ...(delivered === 'no' && went === 'all' && !isRefused ? ['a mail told as lost'] : []),
    ...(error.permanent && (error.retry !== 'never' || delivered !== 'no') ? ['permanent'] : []),
  ]
}

function faultsOfVerdict({ reason, retry, retryAfterMs, sesCode, requestId, hint, docs }: Verdict): string[] {
  return [
    ...(reasons.has(reason) ? [] : ['reason']),
    ...(['never', 'soon', 'later'].includes(retry) ? [] : ['retry']),
    ...(retryAfterMs === undefined || (Number.isFinite(retryAfterMs) && retryAfterMs >= 0) ? [] : ['retryAfterMs']),
    ...(sesCode === undefined || /^[A-Z][A-Za-z]{2,63}(\.[A-Z][A-Za-z0-9]{0,63})?$/.test(sesCode) ? [] : ['sesCode']),
    ...(requestId === undefined || /^[\w-]{1,64}$/.test(requestId) ? [] : ['requestId']),
    ...(hint.length > 15 && hint.length < 400 ? [] : ['hint']),
    ...(docs.startsWith('https://') ? [] : ['docs']),
  ]
}
