// What counts as SES's answer to a mail: a 250 in every line, after the mail's end. After anything else the connection is
// not used again, so that no mail gets into another, and no answer to one is taken for that to the next.

import { expect, it } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { failureOf, mailWith, openStage } from '../help/stage.ts'

const large = { attachments: [{ filename: 'a.zip', content: Buffer.alloc(3_000_000, 1) }] }
const options = { pool: { maxConnections: 1 }, retry: { minDelayMs: 1 } }

it.each<[string, Fault]>([
  ['250 in the middle of the message', { at: 'body', do: { reply: '250 2.0.0 OK: queued' }, after: 100_000 }],
  ['221 in the middle of the message', { at: 'body', do: { reply: '221 2.0.0 Bye' }, after: 100_000 }],
  ['250 and 554 in one reply', { at: 'end', do: { reply: '250-2.0.0 OK\r\n554 5.0.0 no' } }],
  ['554 and 250 in one reply', { at: 'end', do: { reply: '554-5.0.0 no\r\n250 2.0.0 OK: queued' } }],
  ['251', { at: 'end', do: { reply: '251 2.0.0 forwarded' } }],
  ['2500', { at: 'end', do: { reply: '2500 OK' } }],
  ['354 again', { at: 'end', do: { reply: '354 go on' } }],
  ['nothing that is a reply', { at: 'end', do: 'garbage' }],
])('%s: unknown, and the next mail goes over another connection', async (_, fault) => {
  const { ses, ours } = await openStage({ faults: [fault] }, options)
  expect(await failureOf(ours.sendMail(mailWith({ subject: 'First', ...large })))).toMatchObject({
    reason: 'delivery-unknown',
    retry: 'never',
    delivered: 'unknown',
    attempts: 1,
  })
  await ours.sendMail(mailWith({ subject: 'Second' }))
  expect(ses.inbox.map(({ subject, text }) => [subject, text])).toEqual([['Second', 'Hello, Ann']])
  expect(ses.ledger.map(({ connection, delivered }) => [connection, delivered])).toEqual([
    [1, false],
    [2, true],
  ])
})

it.each([
  ['354 and 250', '354 Go ahead\r\n250 2.0.0 OK: queued'],
  ['354 and 250 twice', '354 Go ahead\r\n250 2.0.0 OK: queued\r\n250 2.0.0 OK: queued'],
  ['250', '250 2.0.0 OK'],
  ['221', '221 2.0.0 Bye'],
])('%s in answer to DATA: none of the message goes, and it is sent again', async (_, reply) => {
  const { ses, ours } = await openStage({ faults: [{ at: 'data', do: { reply } }] }, options)
  const info = await ours.sendMail(mailWith())
  expect(info.ses?.letters[0]?.attempts).toBe(2)
  expect(ses.inbox).toHaveLength(1)
  expect(ses.ledger.filter(({ connection, raw }) => connection === 1 && raw.length > 0)).toEqual([])
  expect(ses.transcript.filter((line) => /^\[1\] C: (?!EHLO|AUTH|MAIL|RCPT|DATA|<0 bytes>)/.test(line))).toEqual([])
})

it('554 in the middle of the message: refused, and the next mail goes over another connection', async () => {
  const fault: Fault = { at: 'body', do: { reply: '554 5.0.0 no' }, after: 100_000 }
  const { ses, ours } = await openStage({ faults: [fault] }, options)
  expect(await failureOf(ours.sendMail(mailWith(large)))).toMatchObject({ delivered: 'no', responseCode: 554 })
  await ours.sendMail(mailWith())
  expect(ses.inbox.map(({ text }) => text)).toEqual(['Hello, Ann'])
  expect(ses.ledger.map(({ connection }) => connection)).toEqual([1, 2])
})

it.each<[string, string, object]>([
  ['421', '421 4.3.2 Try again', { reason: 'service-unavailable', retry: 'soon', responseCode: 421 }],
  ['421, too long a line', '421 4.0.0 too longer', { reason: 'message-invalid', retry: 'never' }],
  [
    '421, with a code of SES’s',
    '421 4.0.0 ##SES-response-json:{"Response":{"QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit"}}}}',
    { reason: 'recipient-rate-limited', retry: 'later', sesCode: 'FailedOperation.FrequencyLimit' },
  ],
])('%s in the middle of the second message of a connection: explained as of the first', async (_, reply, error) => {
  const fault: Fault = { at: 'body', do: { reply }, after: 100_000, skip: 1 }
  const { ses, ours } = await openStage({ faults: [fault] }, { ...options, retry: false })
  await ours.sendMail(mailWith())
  expect(await failureOf(ours.sendMail(mailWith(large)))).toMatchObject({ ...error, delivered: 'no', attempts: 1 })
  expect(ses.ledger.map(({ connection }) => connection).slice(0, 1)).toEqual([1])
  expect(ses.ledger.filter(({ delivered }) => delivered)).toHaveLength(1)
})

it('554 after the message: refused, and the connection may be used again', async () => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'end', do: { reply: '554-5.0.0 no\r\n554 at all' } }] },
    options,
  )
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ delivered: 'no', responseCode: 554 })
  await ours.sendMail(mailWith())
  expect(ses.ledger.map(({ connection }) => connection)).toEqual([1, 1])
})

it('250 in several lines that agree', async () => {
  const { ours } = await openStage({ faults: [{ at: 'reply', do: { reply: '250-2.0.0 OK\r\n250 2.0.0 queued' } }] })
  expect((await ours.sendMail(mailWith())).response).toBe('250-2.0.0 OK\n250 2.0.0 queued')
})
