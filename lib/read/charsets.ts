import { isUtf8 } from 'node:buffer'

/**
 * The text that bytes say in a charset, or nothing where that is not certain: the charset is not known, or the bytes are none
 * of it. What is valid UTF-8 all the same is taken for that, as programs often name the wrong charset, and `us-ascii` most.
 */
export function decodeText(bytes: Buffer, charset: string): string | undefined {
  const label = charset.replace(/^[\s'"=]+|[\s'";]+$/g, '').toLowerCase()
  const encoding = encodingOf(label, bytes)
  const text = encoding === undefined ? undefined : decodeStrictly(bytes, encoding)
  if (text !== undefined) return text
  return isUtf8(bytes) && !mayBeShifted(bytes, label) ? UTF_8.decode(bytes) : undefined
}

/** The encoding of the WHATWG standard that a label means for these bytes, which need not be in it. */
function encodingOf(label: string, bytes: Buffer): string | undefined {
  const encoding = knownEncoding(label) ?? knownEncoding(aliasOf(label))
  if ((ASCII.has(label) || encoding === 'utf-8') && hasKanji(bytes)) return 'iso-2022-jp'
  if (ASCII.has(label)) return undefined // the standard takes it for windows-1252
  return encoding?.startsWith('utf-16') ? utf16Of(label, bytes) : encoding
}

/** Old Japanese programs name no charset, or `us-ascii`: no other text has the escape to Kanji. */
function hasKanji(bytes: Buffer): boolean {
  return bytes.includes('\x1b$B') || bytes.includes('\x1b$@')
}

function knownEncoding(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

const ASCII: ReadonlySet<string> = new Set(['us-ascii', 'ascii', 'ansi_x3.4-1968'])

/** Labels that mails have and the standard has not, without `x-` and separators. */
function aliasOf(label: string): string | undefined {
  const plain = label.replace(/^(?:x-ms-|x-|cs)/, '').replace(/[\s._-]+/g, '')
  const [, page = ''] = /^(?:cp|windows|win|ms|ibm)(\d+)$/.exec(plain) ?? []
  if (page !== '') return codePages.get(page) ?? (/^125\d$/.test(page) ? `windows-${page}` : undefined)
  return aliases.get(plain) ?? plain
}

const codePages: ReadonlyMap<string, string> = new Map([
  ['866', 'ibm866'],
  ['874', 'windows-874'],
  ['932', 'shift_jis'],
  ['936', 'gbk'],
  ['949', 'euc-kr'],
  ['950', 'big5'],
  ['50220', 'iso-2022-jp'],
  ['50221', 'iso-2022-jp'],
  ['51932', 'euc-jp'],
  ['65001', 'utf-8'],
])

const aliases: ReadonlyMap<string, string> = new Map([
  ['shiftjis', 'shift_jis'],
  ['windows31j', 'shift_jis'],
  ['eucjp', 'euc-jp'],
  ['euckr', 'euc-kr'],
  ['euccn', 'gbk'],
  ['uhc', 'euc-kr'],
  ['big5hkscs', 'big5'],
  ['tis620', 'windows-874'],
  ['iso2022jp', 'iso-2022-jp'],
  ['iso2022jp1', 'iso-2022-jp'],
  ['iso2022jp2', 'iso-2022-jp'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
])

/**
 * Which of the two byte orders of UTF-16: as the mark says, whatever the label; without one as the label says, or the zeros of
 * its ASCII characters; none where these two differ.
 */
function utf16Of(label: string, bytes: Buffer): string | undefined {
  const mark = bytes.toString('latin1', 0, 2)
  if (mark === '\xff\xfe') return 'utf-16le'
  if (mark === '\xfe\xff') return 'utf-16be'
  const named = /le$/.test(label) ? 'utf-16le' : /be$/.test(label) ? 'utf-16be' : undefined
  const zero = bytes.indexOf(0)
  if (zero === -1) return named
  const likely = zero % 2 === 1 ? 'utf-16le' : 'utf-16be'
  return named === undefined || named === likely ? likely : undefined
}

/**
 * In one piece, but as a stream: without that, Node 20.19 to 20.20 and 22.13 to 22.14 decode windows-1252 as Latin-1, in
 * which the bytes of € and “ are control characters.
 */
function decodeStrictly(bytes: Buffer, encoding: string): string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const given = encoding === 'iso-2022-jp' ? withoutEmptyRuns(bytes) : bytes
  try {
    const text = decoder.decode(given, { stream: true }) + decoder.decode()
    return text.includes('\ufffd') && !UNICODE.test(encoding) ? undefined : text
  } catch {
    return undefined
  }
}

/**
 * Escapes with nothing between them, of which the last counts. The standard has them for an error, and two encoded words with
 * an escape at both ends have them between.
 */
function withoutEmptyRuns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/(?:\x1b[$(][@BIJ])+(?=\x1b[$(][@BIJ])/g, ''), 'latin1')
}

const UNICODE = /^(?:utf-|gb18030$)/
const UTF_8 = new TextDecoder()

/** Whether text of a charset that is not known looks like ASCII and is none: UTF-7, HZ, ISO 2022 and UTF-32 have only such bytes. */
function mayBeShifted(bytes: Buffer, label: string): boolean {
  if (hasKanji(bytes)) return true
  if (ASCII.has(label) || knownEncoding(label) === 'utf-8') return false
  if (/[\0-\x08\x0e-\x1f]/.test(bytes.toString('latin1'))) return true
  return (/utf-?7/.test(label) && /[+&]/.test(bytes.toString('latin1'))) || (/^hz/.test(label) && bytes.includes('~'))
}
