// Tested by test/emulator/replies.test.ts.

import { randomUUID } from 'node:crypto'
import type { SesCode } from './codes.ts'
import { phrases as known } from './phrases.ts'

/** What SES says to a mail that it does not take. */
export type Refusal = CallError | { readonly error: string }

/** An error of the call: `text` is for those that have words of their own on the SMTP page, which are English everywhere. */
export interface CallError {
  /** Such as `FailedOperation.FrequencyLimit`. */
  readonly code: string
  readonly text?: string
}

/** In which of its known forms SES writes an error: {@link EmulatorOptions.reply}. */
export interface ReplyForm {
  /**
   * Whether a space stands before the JSON: there is one in the page's sample, and none in the real reply.
   * @default false
   */
  readonly space?: boolean
  /**
   * Whether the text stands in a field `Message`, as the page's table of fields has it. The real reply has none: there
   * the text is glued to the code.
   * @default false
   */
  readonly message?: boolean
  /**
   * Whether `Code` stands right in `QcloudError`, as the page's table of fields has it, and not in `QcloudError.Error`.
   * @default false
   */
  readonly flat?: boolean
  /**
   * Language of SendEmail's errors. The real reply is Chinese, from 2024; the English page translates its sample.
   * @default 'zh'
   */
  readonly language?: 'en' | 'zh'
  /**
   * Cuts the JSON after so many characters; with `'text'` after the error's text, without the closing quote and braces,
   * as the page's sample is cut.
   * @default false
   */
  readonly truncate?: number | 'text' | false
}

/**
 * The reply to a message that SES does not take:
 *
 *     554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:{"Response":{"RequestId":"111d…",
 *     "QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。"}}}}
 *
 * is the one real reply known in full (songquanpeng/one-api#1630), without the line break. An error of the gateway's parser
 * stands there without JSON, as that of too long a line does.
 */
export function refusalReply(refusal: Refusal, form: Required<ReplyForm>): string {
  const start = '554 5.0.0 Error: transaction failed, blame it on the weather: '
  if ('error' in refusal) return `${start}${refusal.error}`
  const text = composeWords(refusal, form.language)
  const error = form.message
    ? { Code: refusal.code, Message: text }
    : { Code: text === '' ? refusal.code : `${refusal.code}.${separator(refusal, form)}${text}` }
  const response = { RequestId: randomUUID(), QcloudError: form.flat ? error : { Error: error } }
  const json = cut(JSON.stringify({ Response: response }), form.truncate)
  return `${start}##SES-response-json:${form.space ? ' ' : ''}${json}`
}

/** SendEmail's texts start with the text of the code's first half, `操作失败。` in the sample. */
function composeWords({ code, text }: CallError, language: 'en' | 'zh'): string {
  if (text !== undefined) return text
  const phrases: Readonly<Record<string, (typeof known)[SesCode]>> = known
  const [family = '', detail] = code.split('.')
  const parts = detail === undefined ? [phrases[code]] : [phrases[family], phrases[code]]
  return parts.flatMap((phrase) => phrase?.[language] ?? []).join(language === 'en' ? ' ' : '')
}

/** The page's English sample has a space after the code; the Chinese ones have none. */
function separator(refusal: CallError, form: Required<ReplyForm>): string {
  return refusal.text === undefined && form.language === 'en' ? ' ' : ''
}

function cut(json: string, truncate: number | 'text' | false): string {
  if (truncate === 'text') return json.replace(/"\}+$/, '')
  return truncate === false ? json : json.slice(0, truncate)
}
