// Replies as no server should send them, from a seed.

import { errorCodes } from './error-codes.ts'
import { cutShapes, misread, realReply, wholeShapes } from './reply-shapes.ts'

/** Numbers from 0 to below 1 (mulberry32). */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
const below = (random: Random, end: number): number => Math.floor(random() * end)

/** Any of the kinds below. */
export function randomReply(random: Random): string {
  const kind = random()
  if (kind < 0.15) return randomBytes(random, below(random, 300))
  if (kind < 0.6) return mutate(random, knownReply(random))
  if (kind < 0.75) return nestedJson(random)
  if (kind < 0.9) return Array.from({ length: below(random, 30) }, () => pick(random, pieces)).join('')
  if (kind < 0.995) return repeat(pick(random, pieces), below(random, 5_000))
  return `${pick(random, ['', '554 ', '554-'])}${repeat(pick(random, pieces), 1_000_000)}`
}

/** What means something to a parser of replies, to JSON, or to a regular expression. */
const pieces = [
  ...['554 ', '554-', '554', '250 ', '221 ', '421 ', '\r\n', '\n', '\n554 ', '\n554-5.0.0 ', '5.0.0 ', ' ', '\t', '\0'],
  ...['Error: transaction failed, blame it on the weather: ', '##SES-response-json:', 'Message failed: ', 'EOF'],
  ...[
    '"Code"',
    '"Code":"',
    '"Code" : ',
    '"Message":"',
    '"RequestId":"',
    '\\"Code\\":\\"',
    '\\\\"',
    '"',
    '\\',
    '\\u',
    '\\u64',
  ],
  ...['{', '}', '{"', '{"a":', '[', ']', ':', ',', '.', '。', '__proto__', '"__proto__":{', 'constructor', 'toString'],
  ...[
    'FailedOperation',
    'FailedOperation.',
    'FrequencyLimit',
    'InvalidParameter',
    'A',
    'Aa',
    'a',
    '-',
    'RequestLimitExceeded',
  ],
  ...[
    '操作失败。',
    '\ud800',
    '\udc00',
    '\u2028',
    '\x1b[31m',
    '\x85',
    '\xe6',
    '\xe6\x93\x8d',
    '\ufeff',
    '\ufffd',
    '😀',
    '1',
  ],
]

const repeat = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length))

function randomBytes(random: Random, length: number): string {
  const bytes = Buffer.from(Array.from({ length }, () => below(random, 256)))
  return bytes.toString(pick(random, ['latin1', 'utf8', 'utf16le'] as const))
}

function knownReply(random: Random): string {
  const [code, , , , , , english, chinese] = pick(random, errorCodes)
  const [, build] = pick(random, [...wholeShapes, ...cutShapes])
  const reply = build(code, pick(random, [` ${english}`, chinese]))
  return random() < 0.2 ? misread(reply) : reply
}

function mutate(random: Random, reply: string): string {
  let text = reply
  for (let left = below(random, 6); left > 0; left--) {
    const at = below(random, text.length + 1)
    const end = at + below(random, 12)
    const put = pick(random, [
      '',
      pick(random, pieces),
      String.fromCharCode(below(random, 65_536)),
      text.slice(at, end + 40),
    ])
    text = pick(random, [
      text.slice(0, at) + put + text.slice(end),
      text.slice(0, at) + put + text.slice(at),
      text.slice(0, end),
    ])
  }
  return text
}

function nestedJson(random: Random): string {
  const keys = [
    'Code',
    'code',
    'Message',
    'RequestId',
    'Error',
    'QcloudError',
    'Response',
    '__proto__',
    'constructor',
    'a',
  ]
  const value = (depth: number): unknown => {
    const kind = random()
    if (depth > 6 || kind < 0.3)
      return pick(random, [null, true, 554, 1e99, 'FailedOperation.FrequencyLimit', '', '操作', pick(random, pieces)])
    if (kind < 0.4) return Array.from({ length: below(random, 4) }, () => value(depth + 1))
    if (kind < 0.5) return JSON.stringify(value(depth + 1))
    // From entries, as an own key `__proto__` is what a server may send.
    return Object.fromEntries(Array.from({ length: below(random, 4) }, () => [pick(random, keys), value(depth + 1)]))
  }
  const json = JSON.stringify(value(0), null, pick(random, [0, 0, 1]))
  const text = random() < 0.5 ? realReply('FailedOperation', '').replace(/\{.*$/, json) : `554 ${json}`
  return random() < 0.3 ? text.slice(0, below(random, text.length)) : text
}
