import { describe, expect, test } from 'vitest'
import { sender } from '../../lib/fit/sender.ts'
import { expectUnchanged, refused, runRule } from '../help/letters.ts'

const address = 'noreply@mail.example.com'
const from = (...names: string[]) => ({ from: names.map((name) => ({ name, address })) })

// "alias + one space + <addr>", "alias without colon `:`"
// https://www.tencentcloud.com/document/product/1084/39408 "FromEmailAddress"
describe('an alias with a colon gets full-width ones', () => {
  test.each([
    ['one', 'Foo: Bar', 'Foo： Bar'],
    ['several', ':a::b:', '：a：：b：'],
    ['alone', ':', '：'],
    ['beside a full-width one', 'a：b:c', 'a：b：c'],
    ['among quotes and commas', '"Foo, Bar": x', '"Foo, Bar"： x'],
    ['beside an emoji', '🛒: Shop', '🛒： Shop'],
  ])('%s', async (_, name, written) => {
    const { letter, changes } = await runRule(sender, from(name))
    expect(letter.from).toEqual([{ name: written, address }])
    expect(changes).toEqual([
      {
        rule: 'sender',
        field: 'from',
        loss: 'none',
        message: `"${name}" is written "${written}": SES takes no colon in it`,
      },
    ])
  })
})

test.each([
  ['no alias', ''],
  ['a plain one', 'Shop'],
  ['Chinese', '商店'],
  ['a quote and a comma', `O'Neil, "the" Shop`],
  ['a full-width colon', 'Foo： Bar'],
  ['a lone surrogate, which is not its own', '\ud800'],
  ['the name of an object key', '__proto__'],
  ['a very long one', '店'.repeat(10_000)],
])('%s stays', (_, name) => expectUnchanged(sender, from(name)))

describe('refuses', () => {
  // "From: Required", "msg.From is null: The sender is empty"
  test('no sender', () =>
    expect(refused(sender, { from: [] })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'sender-refused',
      retry: 'never',
      field: 'from',
      message: 'from: a sender is required, got none. Give `from` with the address that is verified with SES.',
    }))

  test('several senders', () =>
    expect(refused(sender, from('a', 'b', 'c'))).rejects.toMatchObject({
      name: 'SesError',
      reason: 'sender-refused',
      field: 'from',
      message: 'from: SES takes one sender, got 3. Put one address into `from` and the others into `replyTo`.',
    }))
})
