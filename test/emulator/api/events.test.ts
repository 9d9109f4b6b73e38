import { expect, test } from 'vitest'
import { openApi } from './api.ts'

test('a stream tells of each mail, and that mails were deleted', async () => {
  const { page, call, send } = await openApi()
  const response = await fetch(`${page.api}/events`)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const next = async () => (await reader?.read())?.value ?? ''
  expect(await next()).toBe('retry: 1000\n\n')

  await send({ subject: 'News' })
  const [event, id, data = ''] = (await next()).split('\n')
  expect([event, id]).toEqual(['event: mail', 'id: 1'])
  expect(JSON.parse(data.replace('data: ', ''))).toMatchObject({ id: 1, subject: 'News', outcome: 'accepted' })
  await call('DELETE', '/mails')
  expect(await next()).toBe('event: deleted\ndata: {}\n\n')
  await reader?.cancel()
  await send({})
})

test('a stream ends with the emulator', async () => {
  const { page, ses } = await openApi()
  const response = await fetch(`${page.api}/events`)
  const whole = response.text().catch(() => 'broken off')
  await ses.close()
  expect(await whole).toMatch(/retry|broken off/)
})
