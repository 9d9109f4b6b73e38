import type { SesError } from '../errors.ts'
import { LONGEST_FIELD } from '../letter.ts'
import { decodeText } from './charsets.ts'
import { refusal } from './refusal.ts'

/**
 * A header's text with every encoded word (RFC 2047) in UTF-8: in another charset, the parser of words and addresses would
 * decode one that it does not know as windows-1252, and one that is broken to U+FFFD.
 *
 * @param field what to call it where that is not certain
 * @throws SesError
 */
export function toUtf8Words(field: string, text: string): string {
  if (!text.includes('=?') || text.length > LONGEST_FIELD) return text // a longer one is not decoded
  return text.replace(WORDS, (words) => rewriteWords(field, words))
}

const WORD = /=\?([^?\s]+)\?([qb])\?([^?]*)\?=/gi
/** Words with nothing but white space between, which is none of the text. */
const WORDS = /=\?[^?\s]+\?[qb]\?[^?]*\?=(?:[ \t\r\n]+=\?[^?\s]+\?[qb]\?[^?]*\?=)*/gi

function rewriteWords(field: string, words: string): string {
  const runs: { readonly charset: string; readonly bytes: Buffer[] }[] = []
  for (const [, label = '', encoding = '', encoded = ''] of words.matchAll(WORD)) {
    const charset = label.split('*', 1)[0]?.toLowerCase() ?? '' // behind it may stand a language
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64') : unquoteWord(encoded)
    const last = runs.at(-1)
    // A character may be cut in halves between two words.
    if (last?.charset === charset) last.bytes.push(bytes)
    else runs.push({ charset, bytes: [bytes] })
  }
  const texts = runs.map(({ charset, bytes }) => {
    const text = decodeText(Buffer.concat(bytes), charset)
    if (text === undefined) throw undecodableText(field, charset)
    return text
  })
  return texts.map((text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`).join(' ')
}

/** Decodes the form Q of a word: quoted-printable in which `_` is a space. */
function unquoteWord(encoded: string): Buffer {
  const text = Buffer.from(encoded).toString('latin1').replaceAll('_', ' ')
  const decoded = text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}

/** The error for text whose bytes are none of its charset, or of a charset that is not known. */
export function undecodableText(field: string, charset: string): SesError {
  const name = charset.slice(0, 100)
  return refusal(
    field,
    { en: `its bytes are no text in ${name}`, zh: `其字节不是 ${name} 编码的文本` },
    {
      en: 'Write it in UTF-8, or name the charset that it is in. A text in a Buffer may be one of `alternatives`, whose `contentType` names its charset.',
      zh: '请使用 UTF-8，或写明实际的字符集。Buffer 中的文本可放入 `alternatives`，并在其 `contentType` 中写明字符集。',
    },
  )
}
