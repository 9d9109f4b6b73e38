import { expect, test } from 'vitest'
import { messageId } from '../../lib/fit/message-id.ts'
import { expectUnchanged, refused, runRule } from '../help/letters.ts'

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
  ['one in quotes', [{ name: 'Message-ID', value: '<"a"@b>' }]],
  ['one with a colon', [{ name: 'Message-ID', value: '<20:30@b>' }]],
  ['one with an IP address', [{ name: 'Message-ID', value: '<a@[192.0.2.1]>' }]],
  ['none', []],
  ['no id in References', [{ name: 'References', value: '<>' }]],
  ['several in References', [{ name: 'References', value: '<a@b> <c@d>' }]],
])('%s: nothing to do', (_, headers) => expectUnchanged(messageId, { headers }))

test.each(['<>', '<@b>', '< >', '<,a@b>', '<:a@b>', '<a@[>', '<a@[b]c>', '<a b@c>', '<> <a@b>', 'a@b'])(
  'refuses %s',
  (value) =>
    expect(refused(messageId, { headers: [{ name: 'Message-Id', value }] })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'Message-ID',
      message: `Message-ID: expected <id@domain>, got ${value.replace(' <a@b>', '')}. Give \`messageId\` in that form, or leave it out.`,
    }),
)
