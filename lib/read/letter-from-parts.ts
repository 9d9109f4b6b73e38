// Tested by test/read/both-readers.test.ts.

import type { Attachment, Letter } from '../letter.ts'
import { wholeUrl } from '../whole-url.ts'
import { assembleBody, type Form } from './body-forms.ts'
import { decodeText } from './charsets.ts'
import { undecodableText } from './encoded-words.ts'
import { joinFlowedLines } from './flowed-text.ts'
import { locationsOf } from './locations.ts'
import type { Part, PartList } from './parts.ts'
import type { Content } from './source.ts'

/** What a letter has of the header of its mail. */
export type LetterHeader = Pick<Letter, 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'subject' | 'headers'>

/**
 * The letter of a mail, whichever reader found its parts.
 *
 * @param contents what the parts hold, in their order
 * @throws SesError for a text whose bytes are none of its charset
 */
export function letterFromParts(
  header: LetterHeader,
  { parts, layout }: PartList,
  contents: readonly Content[],
): Letter {
  const contentOf = new Map<Part, Content>(parts.map((part, index) => [part, contents[index] ?? '']))
  const body = assembleBody(layout, (part) => textOf(part, contentOf.get(part)))
  const shown = new Set([body.text, body.html].flatMap((form) => form?.parts ?? []))
  const base = baseOf(body.html)
  return {
    ...header,
    text: body.text?.value,
    html: body.html?.value,
    ...(base === undefined ? {} : { htmlBase: base }),
    attachments: parts
      .filter((part) => !shown.has(part) && (part.role === 'file' || saysSomething(contentOf.get(part))))
      .map((part) => toAttachment(part, contentOf.get(part), base)),
  }
}

function saysSomething(content: Content = ''): boolean {
  return typeof content === 'string' ? /[^\0-\x20]/.test(content) : content.some((byte) => byte > SPACE)
}

const SPACE = 0x20

function textOf(part: Part, content: Content = ''): string {
  const text = typeof content === 'string' ? content : decode(content, part)
  return part.flowed ? joinFlowedLines(text, part.flowed.delSp) : text
}

function decode(content: Buffer, { field, charset }: Part): string {
  const text = decodeText(content, charset)
  if (text === undefined) throw undecodableText(field, charset)
  return text
}

function toAttachment(part: Part, content: Content = '', page = ''): Attachment {
  const { file, role, location, base } = part
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  // A form of the body becomes a file, which has no charset: a calendar is in UTF-8 then (RFC 5545 3.1.4).
  const isCalendar = file.disposition === 'alternative' && file.type === 'text/calendar'
  const locations = locationsOf(location, base || page)
  return {
    ...file,
    ...(role === 'file' ? {} : { disposition: 'alternative' as const }), // a form that another is shown for
    content: isCalendar ? Buffer.from(decode(bytes, part)) : bytes,
    ...(locations.length > 0 ? { locations } : {}),
  }
}

/** Nothing where a page is of several places, or of none that is said. */
function baseOf(html: Form | undefined): string | undefined {
  const pages = html?.parts.filter(({ role }) => role === 'html') ?? []
  const bases = new Set(pages.map(({ location, base }) => (location || base ? wholeUrl(location, base) : undefined)))
  return bases.size === 1 ? [...bases][0] : undefined
}
