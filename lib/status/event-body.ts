// Tested by test/status/event.test.ts.

import { createError, type SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { LONGEST_EVENT_VALUE } from '../letter.ts'
import { EVENTS_PAGE } from '../provider.ts'
import { toMilliseconds } from './time.ts'

/** Bytes of an event, some hundred times one of SES's. */
const LARGEST_EVENT = 262_144
/** Fields of an event: SES's has about twenty. */
const MOST_FIELDS = 1_000

export function readObject(body: unknown): Readonly<Record<string, unknown>> {
  const value = typeof body === 'string' || isBytes(body) ? parseJson(body) : body
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
    throw notAnEvent({
      en: `expected a JSON object, got ${kind === 'array' ? 'a list' : kind}`,
      zh: `应为 JSON 对象，实际为 ${kind}`,
    })
  }
  return value as Record<string, unknown>
}

function isBytes(body: unknown): body is ArrayBuffer | ArrayBufferView {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body)
}

function parseJson(body: string | ArrayBuffer | ArrayBufferView): unknown {
  const size = typeof body === 'string' ? body.length : body.byteLength
  if (size > LARGEST_EVENT) throw notAnEvent(tooMuch('bytes', '字节', LARGEST_EVENT, size))
  const text = typeof body === 'string' ? body.replace(/^\ufeff/, '') : new TextDecoder().decode(body as Uint8Array)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notAnEvent({ en: 'it is no JSON', zh: '不是 JSON' }, error)
  }
}

export type Fields = ReadonlyMap<string, { readonly name: string; readonly value: unknown }>

/** Its own fields, by their name in lower case: of two, the first that says something. */
export function readFields(raw: Readonly<Record<string, unknown>>): Fields {
  const names = Object.keys(raw)
  if (names.length > MOST_FIELDS) throw notAnEvent(tooMuch('fields', '个字段', MOST_FIELDS, names.length))
  const fields = new Map<string, { name: string; value: unknown }>()
  for (const name of names) {
    const key = name.slice(0, LONGEST_NAME).toLowerCase()
    if (isEmpty(fields.get(key)?.value)) fields.set(key, { name: name.slice(0, LONGEST_NAME), value: raw[name] })
  }
  return fields
}

const LONGEST_NAME = 200

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

export function readText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_EVENT_VALUE) : undefined
}

/** Seconds in every version of the page. */
export function readTime(value: unknown): number | undefined {
  const text = readText(value) ?? ''
  if (!/^\d{1,14}(?:\.\d+)?$/.test(text)) return undefined
  return toMilliseconds(Number(text))
}

const tooMuch = (what: string, unit: string, most: number, got: number): Words => ({
  en: `expected at most ${most} ${what}, got ${got}`,
  zh: `最多 ${most} ${unit}，实际为 ${got}`,
})

export function notAnEvent({ en, zh }: Words, cause?: unknown): SesError {
  return createError(
    { en: `The body is no event of SES's: ${en}.`, zh: `请求体不是 SES 的事件：${zh}。` },
    {
      reason: 'message-invalid',
      retry: 'never',
      delivered: 'unknown',
      field: 'body',
      hint: {
        en: 'Hand the body on as it came: as text, as bytes, or parsed from JSON.',
        zh: '请原样传入请求体：文本、字节或已解析的 JSON。',
      },
      docs: EVENTS_PAGE,
      cause,
    },
  )
}
