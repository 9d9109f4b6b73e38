// Tested by test/read/letter-from-bytes.test.ts.

import { isUtf8 } from 'node:buffer'
import type { SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { decodeText } from './charsets.ts'
import { checkHeaderSize } from './raw-bounds.ts'
import { refusal } from './refusal.ts'

/** A header field as it stands in a message, on one line. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** The header of a message or of a part of it. */
export interface RawHeader {
  readonly fields: readonly Field[]
  readonly bodyStart: number
}

/**
 * Reads the header fields between two places of a message.
 *
 * @param part its number, such as `2.1`; nothing for the message itself
 * @param before bytes of the headers before it
 * @throws SesError where it is not certain what belongs to the header
 */
export function readHeader(message: Buffer, start: number, end: number, part: string, before: number): RawHeader {
  const { lines, bodyStart, isClosed } = headerLines(message, start, end, part, before)
  if (part === '' && lines.length === 0 && bodyStart < end)
    throw uncertain(part, 0, { en: 'is empty, so that it has none', zh: '为空，因此没有邮件头' })
  const fields: { name: string; value: string }[] = []
  let blank = -1
  for (const [index, line] of lines.entries()) {
    const isFold = /^[ \t]/.test(line) && fields.length > 0
    if (blank >= 0 && !isFold && !KNOWN.test(line)) throw uncertain(part, blank, BLANK)
    blank = isFold && line.trim() === '' ? index : -1
    const last = fields.at(-1)
    if (isFold && last) last.value += line
    else if (!(part === '' && index < 2 && MAILBOX.test(line))) fields.push(splitField(line, part, index))
  }
  if (!isClosed && part !== '' && fields.some(({ name }) => !/^content-/i.test(name)))
    throw uncertain(part, lines.length - 1, {
      en: 'is its last, with no empty line behind it',
      zh: '是最后一行，其后没有空行',
    })
  return { fields: fields.map(({ name, value }) => ({ name, value: value.trim() })), bodyStart }
}

interface HeaderLines {
  readonly lines: readonly string[]
  readonly bodyStart: number
  /** Whether an empty line ends it, and not the end of the part. */
  readonly isClosed: boolean
}

function headerLines(message: Buffer, start: number, end: number, part: string, before: number): HeaderLines {
  const lines: string[] = []
  for (let at = start; at < end; ) {
    const feed = message.indexOf(LF, at)
    const next = feed === -1 || feed >= end ? end : feed + 1
    checkHeaderSize(before + next - start)
    const text = textOf(message.subarray(at, next))
    if (text === undefined) throw uncertain(part, lines.length, { en: 'is no text in UTF-8', zh: '不是 UTF-8 文本' })
    const line = text.replace(/\r*\n?$/, '').replace(/\r+/g, ' ')
    if (line === '') return { lines, bodyStart: next, isClosed: true }
    // At once: a part without a header is content, of any length.
    if (!/^[ \t]/.test(line) && !(part === '' && lines.length < 2 && MAILBOX.test(line)))
      splitField(line, part, lines.length)
    lines.push(line)
    at = next
  }
  return { lines, bodyStart: end, isClosed: false }
}

/** A line may be in Japanese without a word of it. */
function textOf(line: Buffer): string | undefined {
  if (line.includes(ESCAPE)) return decodeText(line, 'utf-8')
  return isUtf8(line) ? line.toString() : undefined
}

const ESCAPE = 0x1b

/** Nodemailer gives the fields of the message any name, and the rule for headers says which are none. */
function splitField(line: string, part: string, index: number): { name: string; value: string } {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(colon, 0)).trim()
  if (colon === -1 || (part !== '' && !/^[!-9;-~]+$/.test(name))) {
    const start = shortly(line)
    throw uncertain(part, index, {
      en: `is no header field${start && ` (${start})`}`,
      zh: `不是邮件头字段${start && `（${start}）`}`,
    })
  }
  return { name, value: line.slice(colon + 1) }
}

function shortly(line: string): string {
  const [start = ''] = /^[ -~]{0,40}/.exec(line) ?? []
  return start.trim() === '' ? '' : `"${start.trim()}"`
}

/** What mailboxes have before a message, and no message has. */
const MAILBOX = /^>?From /

/** A field that is one for certain, and not the first line of a text. */
const KNOWN =
  /^(?:x-[\w-]+|content-[a-z-]+|list-[a-z-]+|arc-[a-z-]+|resent-[a-z-]+|received|return-path|dkim-signature|authentication-results|from|sender|reply-to|to|cc|bcc|subject|date|message-id|in-reply-to|references|mime-version|auto-submitted|precedence|importance|priority)[ \t]*:/i

const LF = 10

const BLANK: Words = {
  en: 'is of white space alone, so that it is not certain whether the header ends there',
  zh: '只有空白，无法确定邮件头是否到此结束',
}

function uncertain(part: string, index: number, { en, zh }: Words): SesError {
  const number = index + 1
  return refusal(
    'raw',
    {
      en: `line ${number} of the header${part && ` of part ${part}`} ${en}`,
      zh: `${part && `第 ${part} 部分的`}邮件头第 ${number} 行${zh}`,
    },
    {
      en: 'A header is lines of `Name: value`, a longer one continued in lines that begin with a space, and ends in an empty line.',
      zh: '邮件头由 `Name: value` 形式的行组成，过长时在以空格开头的行中续写，最后以空行结束。',
    },
  )
}
