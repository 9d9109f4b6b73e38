// Tested by test/cli/check.test.ts.

import type { parseArgs } from 'node:util'
import { LANGUAGES } from '../language.ts'
import type { SesTransportOptions } from '../options/options.ts'
import { usageError } from './command.ts'
import { languageOf } from './language.ts'

export const parsedOptions = {
  json: { type: 'boolean', default: false },
  cc: { type: 'string' },
  bcc: { type: 'string' },
  'inline-images': { type: 'string' },
  'body-encoding': { type: 'string' },
  signed: { type: 'string' },
  'on-loss': { type: 'string' },
  language: { type: 'string' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof parsedOptions }>>['values']

/** The options of `sesTransport` that decide what becomes of a mail. */
export type CheckOptions = ReturnType<typeof transportOptions>

export function transportOptions(values: Values, env: NodeJS.ProcessEnv = process.env) {
  return {
    cc: oneOf('--cc', values.cc, ['to', 'separate', 'refuse']),
    bcc: oneOf('--bcc', values.bcc, ['separate', 'refuse']),
    inlineImages: oneOf('--inline-images', values['inline-images'], ['data-url', 'attach', 'refuse']),
    bodyEncoding: oneOf('--body-encoding', values['body-encoding'], ['base64', '8bit']),
    signed: oneOf('--signed', values.signed, ['refuse', 'unwrap']),
    onLoss: oneOf('--on-loss', values['on-loss'], ['send', 'refuse']),
    language: values.language === undefined ? languageOf(env) : oneOf('--language', values.language, LANGUAGES),
  } satisfies Partial<SesTransportOptions>
}

/** The first of the words is the default. */
function oneOf<const Choices extends readonly [string, ...string[]]>(
  option: string,
  value: string | undefined,
  words: Choices,
): Choices[number] {
  if (value === undefined) return words[0]
  if (words.includes(value)) return value
  throw usageError(`Expected ${option} to be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, got '${value}'`)
}
