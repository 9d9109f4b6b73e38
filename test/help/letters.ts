import { expect } from 'vitest'
import type { Fitted, Rule } from '../../lib/fit/rule.ts'
import type { Attachment, Letter } from '../../lib/letter.ts'
import { resolveOptions, type SesTransportOptions, type Settings } from '../../lib/options/options.ts'

/** A letter that SES takes as it is, frozen all the way down: a step that changes its argument throws. */
export function letterOf(fields: Partial<Letter> = {}): Letter {
  return freeze({
    from: [{ name: 'Shop', address: 'noreply@mail.example.com' }],
    to: ['ann@example.org'],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: 'Hi',
    text: 'hello',
    html: undefined,
    attachments: [],
    headers: [],
    ...fields,
  })
}

export function fileOf(fields: Partial<Attachment> = {}): Attachment {
  return {
    name: 'invoice.pdf',
    type: 'application/pdf',
    disposition: 'attachment',
    contentId: undefined,
    content: Buffer.from('content'),
    ...fields,
  }
}

export function named(...names: (string | undefined)[]): Attachment[] {
  return names.map((name) => fileOf({ name }))
}

export function settingsOf(options: Partial<SesTransportOptions> = {}): Settings {
  return resolveOptions({ host: 'gateway.invalid', auth: { user: 'noreply@mail.example.com', pass: 'p' }, ...options })
}

/**
 * Runs a rule on a frozen letter, and once more on what it gave: a second run has nothing to do.
 * Bytes cannot be frozen, so they are compared.
 */
export async function runRule(
  rule: Rule,
  fields: Partial<Letter>,
  options?: Partial<SesTransportOptions>,
): Promise<Fitted> {
  const given = letterOf(fields)
  const before = bytesOf(given)
  const settings = settingsOf(options)
  const fitted = await rule(given, settings)
  const again = await rule(freeze(fitted.letter), settings)
  expect(again.letter).toBe(fitted.letter)
  expect(bytesOf(given)).toEqual(before)
  return fitted
}

/** That a rule gives back the same letter and no change. */
export async function expectUnchanged(
  rule: Rule,
  fields: Partial<Letter>,
  options?: Partial<SesTransportOptions>,
): Promise<void> {
  const given = letterOf(fields)
  const fitted = await rule(given, settingsOf(options))
  expect(fitted.letter).toBe(given)
  expect(fitted.changes).toEqual([])
}

/** Runs a rule that refuses, as a promise to expect the refusal of. */
export async function refused(
  rule: Rule,
  fields: Partial<Letter>,
  options?: Partial<SesTransportOptions>,
): Promise<Fitted> {
  return rule(letterOf(fields), settingsOf(options))
}

function bytesOf({ attachments }: Letter): string[] {
  return attachments.map(({ content }) => content.toString('hex'))
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || Object.isFrozen(value)) return value
  for (const each of Object.values(value)) freeze(each)
  return Object.freeze(value)
}
