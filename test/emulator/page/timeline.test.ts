import { expect, test } from 'vitest'
import { open } from './open.ts'

test('a burst is drawn against the limit, its refusals on it', async () => {
  let time = 1_000_000
  const { ask, send } = await open({ now: () => time, rateLimit: { perSecond: 2 } })
  for (let count = 0; count < 4; count++) {
    time += 100
    await send({})
  }
  const { body } = await ask('/timeline')
  expect(body).toContain('4 calls, at most 4 in a second, 2 refused for the rate.')
  expect(body).toContain('limit: 2 a second')
  expect(body.match(/<circle class="rate"/g)).toHaveLength(2)
  expect(body.match(/<circle class="taken"/g)).toHaveLength(2)
  expect(body).toMatch(/<svg class="plot" [^>]*role="img" aria-label="4 calls/)
  expect((await ask('/timeline?seconds=600')).body).toContain('href="/timeline?seconds=600" aria-current="page">10 min')
  expect((await ask('/timeline?seconds=7')).body).toContain('href="/timeline?seconds=10" aria-current="page"')
})

test('without calls or without a limit', async () => {
  const { ask, send } = await open({ rateLimit: false })
  expect((await ask('/timeline')).body).toContain('No calls yet.')
  await send({})
  const { body } = await ask('/timeline')
  expect(body).toContain('There is no limit of calls.')
  expect(body).not.toContain('class="limit"')
})
