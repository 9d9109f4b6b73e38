import { expect, test } from 'vitest'
import type { SesError, Verdict } from '../../lib/errors.ts'
import { explainFailure, type Failure, type SmtpFailure } from '../../lib/explain/explain.ts'
import { explainReply } from '../../lib/explain/verdict.ts'
import { createRandom, pick, type Random, randomReply } from './random-replies.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const REPLIES = Number(process.env['REPLIES'] ?? 20_000)

const reasons: ReadonlySet<string> = new Set([
  ...['message-invalid', 'message-too-large', 'attachment-refused', 'sender-refused', 'recipient-refused'],
  ...['recipient-rate-limited', 'rate-limited', 'quota-exceeded', 'blocked', 'account-refused', 'auth-failed'],
  ...['service-unavailable', 'connection', 'delivery-unknown', 'cancelled', 'unknown'],
])

test(`whatever comes, the answer is one of those there are (SEED=${SEED})`, { timeout: 60_000 + REPLIES }, () => {
  const random = createRandom(SEED)
  const wrong: unknown[] = []
  for (let index = 0; index < REPLIES && wrong.length < 10; index++) {
    const text = randomReply(random)
    const failure = randomFailure(random, text)
    try {
      const explained = explainFailure(failure, { meanings: [], now: 0 })
      const faults = [...faultsOfVerdict(explainReply(text, { now: 0 })), ...faultsOf(explained, failure)]
      if (faults.length > 0) wrong.push({ index, faults, failure, text: text.slice(0, 500) })
    } catch (error) {
      wrong.push({ index, error, failure, text: text.slice(0, 500) })
    }
  }
  expect(wrong).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})

/** Found out before the mail goes, so that it cannot have been taken. */
const beforeMail = ['EENVELOPE', 'EAUTH', 'ETLS', 'EDNS', 'ECONFIG']

function randomFailure(random: Random, text: string): Failure {
  const code = pick(random, [
    undefined,
    'EMESSAGE',
    'ECONNECTION',
    'ESOCKET',
    'ETIMEDOUT',
    'EPROTOCOL',
    'ESTREAM',
    'EABORT',
    ...beforeMail,
  ])
  const command = pick(random, [undefined, 'CONN', 'AUTH PLAIN', 'MAIL FROM', 'RCPT TO', 'DATA'])
  const responseCode = pick(random, [undefined, 250, 354, 421, 454, 554, 5541, Number.NaN])
  const response = pick(random, [undefined, text, text, text])
  const error: SmtpFailure = Object.assign(new Error(pick(random, ['x', text])), {
    code,
    command,
    responseCode,
    response,
  })
  return { error, handedOver: pick(random, ['nothing', 'part', 'all'] as const), attempts: 1 }
}

function faultsOf(error: SesError, { error: { code = '', response, responseCode }, handedOver }: Failure): string[] {
  const { message, delivered } = error
  const status = response ? Number(/^\d\d\d(?=[ \r\n-]|$)/.exec(response)) : responseCode
  const isRefused = status !== undefined && status >= 400 && status < 600
  return [
    ...faultsOfVerdict(error),
    ...(message.length > 1_000 ? ['a long message'] : []),
    ...(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(message) || !message.isWellFormed()
      ? ['a message that is not a line']
      : []),
    ...((error.response ?? '').length > 65_536 ? ['a long response'] : []),
    ...(['no', 'unknown'].includes(delivered) ? [] : ['delivered']),
    ...(delivered === 'no' && handedOver === 'all' && !isRefused && !beforeMail.includes(code)
      ? ['a mail told as lost']
      : []),
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
