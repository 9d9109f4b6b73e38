import { expect, test } from 'vitest'
import { transportPreview } from '../../lib/cli/transport-preview.ts'

const message = (...lines: string[]) =>
  Buffer.from(['From: Shop <noreply@mail.example.com>', 'To: ann@example.org', ...lines, '', 'Hi'].join('\r\n'))

test('what the transport would make of a message', async () => {
  const { letters, messages, changes } = await transportPreview(message('Subject: Hi', 'Cc: bob@example.org'))
  expect(letters).toHaveLength(1)
  expect(messages[0]?.toString()).toContain('To: ann@example.org, bob@example.org')
  expect(changes).toMatchObject([{ message: 'bob@example.org moved from Cc to To', loss: 'none' }])
})

test('of many letters it writes one', async () => {
  const bcc = Array.from({ length: 20 }, (_, index) => `b${index}@example.org`).join(', ')
  const { letters, messages } = await transportPreview(message('Subject: Hi', `Bcc: ${bcc}`))
  expect([letters.length, messages.length]).toEqual([21, 1])
})

test('what it would refuse', async () =>
  expect(transportPreview(message('Subject:'))).rejects.toMatchObject({ name: 'SesError' }))
