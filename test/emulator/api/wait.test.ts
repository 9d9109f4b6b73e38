import { expect, test } from 'vitest'
import { openApi, subjectsIn } from './api.ts'

test('waits for a mail that fits', async () => {
  const { get, send } = await openApi()
  const waiting = get('/mails/wait?subject=wanted')
  await send({ subject: 'another' })
  await send({ subject: 'wanted' })
  const found = await waiting
  expect(subjectsIn(found)).toEqual(['wanted'])
  expect(found['others']).toMatchObject([{ subject: 'another' }])
})

test('mails that are there already count, but for those up to `after`', async () => {
  const { get, call, send } = await openApi()
  await send({ subject: 'one' })
  await send({ subject: 'two' })
  expect(subjectsIn(await get('/mails/wait?count=2'))).toEqual(['two', 'one'])
  expect((await call('GET', '/mails/wait?after=2&timeoutMs=20')).status).toBe(408)
  expect(subjectsIn(await get('/mails/wait?after=1'))).toEqual(['two'])
})

test('in place of the mail that was waited for it has the one that was refused', async () => {
  const { call, send } = await openApi()
  const waiting = call('GET', '/mails/wait?outcome=accepted&timeoutMs=300')
  await send({ subject: 'wanted', cc: 'bob@example.org' })
  const { status, body } = await waiting
  expect(status).toBe(408)
  expect(body).toMatchObject({
    error: 'After 300 ms 0 of 1 mails fit',
    mails: [],
    others: [{ subject: 'wanted', outcome: 'refused', row: 'cc' }],
  })
})

test('one who goes away waits no longer', async () => {
  const { page, ses } = await openApi()
  const gone = new AbortController()
  const waiting = fetch(`${page.api}/mails/wait?timeoutMs=600000`, { signal: gone.signal })
  gone.abort()
  await expect(waiting).rejects.toThrow('aborted')
  await ses.close()
})
