import { expect, test } from 'vitest'
import { open } from './open.ts'

test('a mail is shown before and after', async () => {
  const preview = async (raw: Buffer) => ({
    letters: [1, 2],
    messages: [Buffer.from(`X-Made: of ${raw.length > 0}\r\n<b>`)],
    changes: [
      { message: 'bob moved <to> To', loss: 'none' },
      { message: 'an image is gone', loss: 'presentation' },
    ],
  })
  const { ask, send } = await open({ page: { preview } })
  await send({ cc: 'bob@example.org' })
  const { body } = await ask('/mails/1/preview')
  expect(body).toContain('It would be sent as 2 letters. This is the first.')
  expect(body).toContain('<li dir="auto">bob moved &#60;to&#62; To</li>')
  expect(body).toContain('an image is gone <span class="loss">readers may see a difference</span>')
  expect(body).toMatch(/As it came<\/h3><pre>From: Shop[\s\S]*With|X-Made: of true\n&#60;b&#62;/)
})

test('what would be refused says why, and one that breaks too', async () => {
  const { ask, send } = await open({ page: { preview: async () => Promise.reject(new Error('no <way>')) } })
  await send({})
  expect((await ask('/mails/1/preview')).body).toContain('no &#60;way&#62;')
})

test('without a preview there is no such view', async () => {
  const { ask, send } = await open()
  await send({})
  expect((await ask('/mails/1')).body).not.toContain('sesTransport')
  expect((await ask('/mails/1/preview')).status).toBe(404)
})
