import { describe, expect, test } from 'vitest'
import { decodeText } from '../../lib/read/charsets.ts'

const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex')
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('decodes', () => {
  test.each<[charset: string, bytes: Buffer, text: string]>([
    ['utf-8', Buffer.from('Grüße 你好'), 'Grüße 你好'],
    ['UTF8', Buffer.from('你'), '你'],
    ["'gbk';", hex('c4 e3'), '你'],
    // Node 20.19 to 20.20 and 22.13 to 22.14 take these bytes for control characters, if not asked in the right way.
    ['windows-1252', hex('80 93 94 92 85 99 fc'), '€“”’…™ü'],
    ['iso-8859-1', hex('80 93 94 92 85 99 fc'), '€“”’…™ü'],
    ['Latin1', hex('80 e9'), '€é'],
    ['cp1252', hex('80'), '€'],
    ['windows1252', hex('80'), '€'],
    ['iso-8859-15', hex('a4'), '€'],
    ['windows-1251', hex('cf f0 e8'), 'При'],
    ['win1251', hex('cf f0 e8'), 'При'],
    ['koi8-r', hex('f0 d2 c9'), 'При'],
    ['gbk', hex('c4 e3'), '你'],
    ['GB2312', hex('c4 e3'), '你'],
    ['x-gbk', hex('c4 e3'), '你'],
    ['cp936', hex('c4 e3'), '你'],
    ['gb18030', hex('84 31 a4 37'), '\ufffd'],
    ['big5', hex('a7 41'), '你'],
    ['shift_jis', hex('82 a0'), 'あ'],
    ['cp932', hex('82 a0'), 'あ'],
    ['x-ms-cp932', hex('82 a0'), 'あ'],
    ['iso-2022-jp', hex('1b 24 42 24 22 1b 28 42'), 'あ'],
    ['iso-2022-jp', hex('1b 24 42 24 22 1b 28 42 1b 24 42 24 22 1b 28 42'), 'ああ'], // of two encoded words
    ['iso-2022-jp', hex('41 1b 24 42 1b 28 4a 1b 28 42 42'), 'AB'],
    ['iso-2022-jp-2', hex('1b 24 42 24 22 1b 28 42'), 'あ'],
    ['euc-kr', hex('b0 a1'), '가'],
    ['ks_c_5601-1987', hex('b0 a1'), '가'],
    ['cp949', hex('b0 a1'), '가'],
    ['us-ascii', Buffer.from('plain'), 'plain'],
    ['utf-16', Buffer.from('\ufeffHi 你', 'utf16le'), 'Hi 你'],
    ['utf-16', utf16be('\ufeffHi 你'), 'Hi 你'],
    ['utf-16le', utf16be('\ufeff你好'), '你好'],
    ['utf-16be', Buffer.from('\ufeff你好', 'utf16le'), '你好'],
    ['utf-16', Buffer.from('Hi', 'utf16le'), 'Hi'],
    ['utf-16', utf16be('Hi'), 'Hi'],
    ['utf-16be', utf16be('你好'), '你好'],
    ['utf-8', Buffer.from(''), ''],
  ])('%s: %o', (charset, bytes, text) => expect(decodeText(bytes, charset)).toBe(text))
})

describe('knows Japanese of programs that do not say so', () => {
  test.each(['us-ascii', 'utf-8', 'UTF8'])('%s', (charset) => {
    expect(decodeText(hex('41 1b 24 42 24 22 1b 28 42'), charset)).toBe('Aあ')
    expect(decodeText(hex('1b 24 40 24 22 1b 28 4a'), charset)).toBe('あ')
    expect(decodeText(hex('1b 24 42 24'), charset)).toBeUndefined()
    expect(decodeText(Buffer.from('\x1b[1mbold\x1b(B\x1b[m'), charset)).toBe('\x1b[1mbold\x1b(B\x1b[m') // of a terminal
  })
})

describe('takes what is valid UTF-8 for that', () => {
  test.each([
    'us-ascii',
    'ASCII',
    'ansi_x3.4-1968',
    'unknown-8bit',
    'utf8mb4',
    '=utf-8',
    'x-unknown',
    'cp850',
    'iso-8859-16',
    'utf-16', // of programs that write UTF-8 and say so
    'gbk', // of which these bytes are none
    '',
  ])('%s', (charset) => expect(decodeText(Buffer.from('Grüße, 你a好'), charset)).toBe('Grüße, 你a好'))

  test.each(['utf-7', 'hz-gb-2312', 'iso-2022-kr'])('%s, where it is plain ASCII', (charset) =>
    expect(decodeText(Buffer.from('Hello, Ann.\r\n'), charset)).toBe('Hello, Ann.\r\n'),
  )
})

describe('does not guess', () => {
  test.each<[charset: string, bytes: Buffer]>([
    ['utf-8', hex('e4 f6')],
    ['us-ascii', hex('47 72 fc df 65')],
    ['cp850', hex('47 72 81 e1 65')],
    ['unknown-8bit', hex('47 72 fc df 65')],
    ['x-user-defined', hex('fc')],
    ['iso-8859-16', hex('e0')],
    ['cp932', hex('82 a0 82')], // a broken byte
    ['shift_jis', hex('fc fc 41')],
    ['gbk', hex('81')],
    ['iso-2022-jp', hex('1b 24 42 24')],
    ['iso-2022-jp', hex('1b 24 29 43 21 21')],
    ['iso-2022-kr', hex('1b 24 29 43 0e 30 21 0f')],
    ['hz-gb-2312', Buffer.from('~{VPND~}')],
    ['utf-7', Buffer.from('Hi +2D3eAA-')],
    ['unicode-1-1-utf-7', Buffer.from('+AOk-')],
    ['utf-16le', hex('48 00 69')], // half a character
    ['utf-16le', hex('00 d8')],
    ['utf-16le', utf16be('Hi')], // in the other order
    ['utf-32', hex('48 00 00 00')],
  ])('%s: %o', (charset, bytes) => expect(decodeText(bytes, charset)).toBeUndefined())
})
