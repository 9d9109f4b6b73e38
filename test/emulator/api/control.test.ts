import { expect, test } from 'vitest'
import { dial, sender } from '../client.ts'
import { openApi } from './api.ts'

test('faults are set, seen, and strike', async () => {
  const { call, get, send, ses } = await openApi({ seed: 7 })
  expect(await get('/faults')).toEqual({ faults: [], isFunction: false, seed: 7 })
  const faults = [
    { at: 'call', error: 'FailedOperation.TemporaryBlocked', times: 1 },
    { at: 'mail', do: { slowMs: 1 } },
    { at: 'rcpt', do: { reply: '450 busy' }, probability: 0 },
  ]
  expect((await call('PUT', '/faults', { faults })).body).toEqual({ faults, isFunction: false, seed: 7 })
  await send({})
  await send({})
  expect(ses.ledger.map(({ row }) => row)).toEqual(['fault', undefined])

  await call('PUT', '/faults', { faults: [], seed: 3 })
  expect(await get('/faults')).toEqual({ faults: [], isFunction: false, seed: 3 })
  ses.setFaults(() => undefined)
  expect(await get('/faults')).toMatchObject({ faults: [], isFunction: true })
})

test('limits are set one by one', async () => {
  const { call, get, send, ses } = await openApi()
  expect(await get('/limits')).toEqual({
    rateLimit: { perSecond: 20, window: 'sliding', countRefused: false },
    recipientLimit: { count: 10, perMs: 3_600_000 },
  })
  const { body } = await call('PATCH', '/limits', { recipientLimit: { count: 1, perMs: 1000 } })
  expect(body).toMatchObject({ rateLimit: { perSecond: 20 }, recipientLimit: { count: 1, perMs: 1000 } })
  await send({})
  await send({})
  expect(ses.ledger.map(({ row }) => row)).toEqual([undefined, 'recipient-limit'])
  const off = await call('PATCH', '/limits', { rateLimit: false, recipientLimit: false })
  expect(off.body).toEqual({ rateLimit: false, recipientLimit: false })
})

test.each([
  ['PUT', '/faults', { faults: [{ at: 'cal', error: 'x' }] }, 'Expected body.faults[0].at to be'],
  ['PUT', '/faults', { faults: [{ at: 'call' }] }, 'Expected body.faults[0].error, got nothing'],
  ['PUT', '/faults', { faults: [{ at: 'mail', do: 'explode' }] }, 'Expected body.faults[0].do to be close, reset'],
  [
    'PUT',
    '/faults',
    { faults: [{ at: 'mail', do: 'close', times: 0 }] },
    'Expected body.faults[0].times to be a number',
  ],
  ['PUT', '/faults', { faults: 'none' }, 'Expected body.faults to be of type array, got "none"'],
  ['PUT', '/faults', { fault: [] }, 'Unknown body.fault: known are faults, seed'],
  ['PATCH', '/limits', { rateLimit: 5 }, 'Expected body.rateLimit to be'],
  ['PATCH', '/limits', { rateLimit: true }, 'Expected body.rateLimit to be'],
  ['PATCH', '/limits', { rateLimit: { perSecond: 5, per: 1 } }, 'Unknown body.rateLimit.per: known are perSecond'],
])('%s %s %j is a mistake of the one who asks', async (method, path, body, error) => {
  const { call } = await openApi()
  const answered = await call(method, path, body)
  expect(answered.status).toBe(400)
  expect(answered.body['error']).toContain(error)
})

test('the clock is moved: what an hour forbids is allowed an hour later', async () => {
  const { call, send, ses } = await openApi({ recipientLimit: { count: 1, perMs: 3_600_000 } })
  const { body: before } = await call('PATCH', '/clock', { isStopped: true })
  await send({})
  await send({})
  const { body: after } = await call('PATCH', '/clock', { advanceMs: 3_600_001 })
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(3_600_001)
  await send({})
  expect(ses.ledger.map(({ row }) => row)).toEqual([undefined, 'recipient-limit', undefined])
  await call('PATCH', '/clock', { isStopped: false })
})

test('stats count, and reset starts anew', async () => {
  const { call, get, send } = await openApi()
  await send({})
  await send({ cc: 'bob@example.org' })
  await send({ cc: 'bob@example.org' })
  expect(await get('/stats')).toMatchObject({
    calls: 3,
    logins: 3,
    inbox: 1,
    incidents: 0,
    mails: { accepted: 1, refused: 2, unknown: 0 },
    rows: { cc: 2 },
  })
  expect((await call('POST', '/reset')).status).toBe(204)
  expect(await get('/stats')).toMatchObject({ calls: 0, inbox: 0, mails: { accepted: 0, refused: 0 }, rows: {} })
  expect(await get('/mails')).toMatchObject({ mails: [], total: 0 })
})

test('what was said by a connection, without the password', async () => {
  const { call, get, send, ses } = await openApi()
  const other = await dial(ses)
  await other.hear()
  await send({})
  const { lines, mails } = await get('/connections/2')
  expect(lines[0]).toEqual({ by: 'server', text: '220 smtp.qcloudmail.com ESMTP Service Ready' })
  expect(lines).toContainEqual({ by: 'client', text: expect.stringMatching(/^AUTH PLAIN \*+$/) })
  expect(lines).toContainEqual({ by: 'client', text: `MAIL FROM:<${sender}>` })
  expect(mails).toEqual([1])
  expect((await get('/connections/1'))['lines']).toHaveLength(1)
  expect((await call('GET', '/connections/3')).status).toBe(404)
  other.socket.destroy()
})
