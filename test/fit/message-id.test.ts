import { expect, test } from 'vitest'
import { messageId } from '../../lib/fit/message-id.ts'
import { expectUnchanged, runRule } from '../letters.ts'

test.each([
  ['two', 'Message-ID', '<a@b> <c@d>', '<a@b>', 2],
  ['in another case', 'message-id', '<a@b> <c@d> <e@f>', '<a@b>', 3],
])('keeps the first of %s', async (_, name, value, first, count) => {
  const others = [
    { name: 'References', value: '<a@b> <c@d>' },
    { name: 'In-Reply-To', value: '<a@b> <c@d>' },
  ]
  const { letter, changes } = await runRule(messageId, { headers: [...others, { name, value }] })
  expect(letter.headers).toEqual([...others, { name, value: first }])
  expect(changes).toEqual([
    {
      rule: 'message-id',
      field: 'Message-ID',
      loss: 'none',
      message: `Message-ID is ${first} alone: a mail has one id, got ${count}`,
    },
  ])
})

test.each([
  ['one', [{ name: 'Message-ID', value: '<a@b>' }]],
  ['one without a domain', [{ name: 'Message-ID', value: '<order-123>' }]],
  ['none', []],
  ['several in References', [{ name: 'References', value: '<a@b> <c@d>' }]],
])('%s: nothing to do', (_, headers) => expectUnchanged(messageId, { headers }))
