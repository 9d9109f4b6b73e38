import { createError, type OwnErrorOptions, type SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import type { Change, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'

/** A letter and what was changed in it on the way. */
export interface Fitted {
  readonly letter: Letter
  readonly changes: readonly Change[]
}

/**
 * One thing that SES asks of a letter: pure, gives its argument back if there is nothing to do, and refuses what cannot
 * be kept. Returns a promise only if it calls a function of the caller's.
 *
 * @throws SesError
 */
export type Rule = (letter: Letter, settings: Settings) => Fitted | Promise<Fitted>

export function unchanged(letter: Letter): Fitted {
  return { letter, changes: [] }
}

export function changed(letter: Letter, changes: readonly Change[]): Fitted {
  return { letter, changes }
}

/** The error for a letter that cannot be made to fit: nothing has been sent. `docs` is the page of SMTP errors by default. */
export function refusal(
  field: string,
  what: Words,
  options: Partial<OwnErrorOptions> & Pick<OwnErrorOptions, 'hint'>,
): SesError {
  const { hint } = options
  const message = {
    en: `${field}: ${what.en.replace(/\.$/, '')}. ${hint.en}`,
    zh: `${field}：${what.zh.replace(/[.。]$/, '')}。${hint.zh}`,
  }
  return createError(message, { reason: 'message-invalid', ...options, field })
}

export function bytesOf(text: string | undefined): number {
  return text === undefined ? 0 : Buffer.byteLength(text)
}

export function formatNumber(value: number): string {
  return value.toLocaleString('en')
}

/** Shortens a name, which may be of any length, for a message. */
export function brief(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
