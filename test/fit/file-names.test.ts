import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNames } from '../../lib/fit/file-names.ts'
import { expectUnchanged, fileOf, letterOf, named, runRule, settingsOf } from '../help/letters.ts'

const namesOf = async (...names: (string | undefined)[]) => {
  const { letter } = await runRule(fileNames, { attachments: named(...names) })
  return letter.attachments.map(({ name }) => name)
}

// "? \ * | " < > : /" and space: https://www.tencentcloud.com/document/product/1084/42373 "Attachment Types"
describe('replaces each character that SES does not take', () => {
  test.each(['?', '\\', '*', '|', '"', '<', '>', ':', '/', ' '])('%s', async (character) => {
    const name = `a${character}b${character}${character}c.pdf`
    const { letter, changes } = await runRule(fileNames, { attachments: named('first.txt', name) })
    expect(letter.attachments.map((file) => file.name)).toEqual(['first.txt', 'a_b__c.pdf'])
    expect(changes).toEqual([
      { rule: 'file-names', field: 'attachments[1]', loss: 'none', message: `"${name}" is called "a_b__c.pdf"` },
    ])
  })

  test.each([
    ['a path', '../../etc/passwd', '.._.._etc_passwd'],
    ['a Windows path', 'C:\\a b\\c.txt', 'C__a_b_c.txt'],
    ['a line end and a header', 'a\r\nContent-ID: x.txt', 'a__Content-ID__x.txt'],
    ['NUL', 'a\0.txt', 'a_.txt'],
    ['a lone surrogate', 'a\ud83d.txt', 'a_.txt'],
    ['a sign that turns the extension round', 'invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['an ideographic space', '发\u3000票.pdf', '发_票.pdf'],
    ['a no-break space', 'a\u00a0b.pdf', 'a_b.pdf'],
    ['spaces around', '  a.pdf\t', 'a.pdf'],
    ['spaces around and within', ' 发 票.pdf ', '发_票.pdf'],
    ['only forbidden characters', '???', '___'],
    ['a forbidden character as the extension', 'a.?', 'a._'],
    [
      'a domain, which would be the extension of a program',
      'Statement for example.com',
      'Statement_for_example.com.pdf',
    ],
    ["Nodemailer's extension for a type that says nothing", 'attachment-1.*', 'attachment-1.pdf'],
  ])('%s', async (_, name, allowed) => expect(await namesOf(name)).toEqual([allowed]))
})

test.each([
  ['letters', ['a.pdf', 'B-2_c.PDF']],
  ['Chinese', ['发票.pdf']],
  ['emoji', ['😀.png', '𠮷.txt']],
  ['commas, quotes, brackets and signs', ["a,b;c'd(e)[f]{g}=h&i%20@j#k.pdf"]],
  ['no extension', ['README']],
  ['a dot in front', ['.env']],
  ['several extensions', ['a.tar.gz']],
  ['names of object keys', ['__proto__', 'constructor']],
  ['a name of 255 characters', [`${'a'.repeat(251)}.pdf`]],
])('keeps %s', (_, names) => expectUnchanged(fileNames, { attachments: named(...names) }))

describe('makes names differ, in any case', () => {
  test.each([
    ['two', ['a.pdf', 'a.pdf'], ['a.pdf', 'a-2.pdf']],
    ['two in different case', ['A.pdf', 'a.PDF'], ['A.pdf', 'a-2.PDF']],
    ['three', ['a.pdf', 'a.pdf', 'a.pdf'], ['a.pdf', 'a-2.pdf', 'a-3.pdf']],
    ['one that is taken already', ['a-2.pdf', 'a.pdf', 'a.pdf'], ['a-2.pdf', 'a.pdf', 'a-3.pdf']],
    ['two that became the same', ['a b.pdf', 'a?b.pdf'], ['a_b.pdf', 'a_b-2.pdf']],
    ['without an extension', ['README', 'README'], ['README', 'README-2']],
    ['with a dot in front', ['.env', '.env'], ['.env', '.env-2']],
    ['names of object keys', ['__proto__', '__proto__'], ['__proto__', '__proto__-2']],
    ['two without a name', [undefined, undefined], ['attachment-1.pdf', 'attachment-2.pdf']],
    ['one without beside one so called', [undefined, 'attachment-1.pdf'], ['attachment-1.pdf', 'attachment-1-2.pdf']],
  ])('%s', async (_, given, unique) => expect(await namesOf(...given)).toEqual(unique))

  test('long ones stay within 255', async () => {
    const long = `${'a'.repeat(251)}.pdf`
    expect(await namesOf(long, long)).toEqual([long, `${'a'.repeat(249)}-2.pdf`])
  })
})

describe('names a file that has no name', () => {
  test.each([
    ['application/pdf', 'attachment-1.pdf'],
    ['image/jpeg', 'attachment-1.jpg'],
    ['text/calendar', 'attachment-1.ics'],
    ['message/rfc822', 'attachment-1.eml'],
    ['application/octet-stream', 'attachment-1.bin'],
    ['', 'attachment-1.bin'],
  ])('%s', async (type, name) => {
    const { letter, changes } = await runRule(fileNames, { attachments: [fileOf({ name: undefined, type })] })
    expect(letter.attachments.map((file) => file.name)).toEqual([name])
    expect(changes).toEqual([
      {
        rule: 'file-names',
        field: 'attachments[0]',
        loss: 'none',
        message: `a file without a name is called "${name}"`,
      },
    ])
  })

  test.each(['__proto__', 'constructor'])('a type called %s', async (type) => {
    const { letter } = await runRule(fileNames, { attachments: [fileOf({ name: undefined, type })] })
    expect(letter.attachments[0]?.name).toBe('attachment-1.bin')
  })

  test.each(['', ' ', '\t\r\n', '\u3000'])('the name %j', async (name) =>
    expect(await namesOf(name)).toEqual(['attachment-1.pdf']),
  )
})

// "The attachment name cannot exceed 255 characters"
describe('shortens to 255 characters and keeps the extension', () => {
  test.each([
    ['ASCII', `${'a'.repeat(300)}.pdf`, `${'a'.repeat(251)}.pdf`],
    ['Chinese', `${'发'.repeat(300)}.pdf`, `${'发'.repeat(251)}.pdf`],
    ['not through a pair', `${'😀'.repeat(300)}.pdf`, `${'😀'.repeat(125)}.pdf`],
    ['no extension', 'a'.repeat(300), 'a'.repeat(255)],
    ['an extension that is none', `a.${'b'.repeat(300)}`, `a.${'b'.repeat(253)}`],
    ['two extensions: the last', `${'a'.repeat(300)}.tar.gz`, `${'a'.repeat(252)}.gz`],
  ])('%s', async (_, given, short) => expect(await namesOf(given)).toEqual([short]))
})

test('whatever the names, what comes out is taken, unique, and stays', () => {
  const name = fc.option(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('a.pdf', 'A.PDF', ' ', '__proto__')),
    { nil: undefined },
  )
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), (names) => {
      const { letter } = fileNames(letterOf({ attachments: named(...names) }), settingsOf()) as {
        letter: ReturnType<typeof letterOf>
      }
      const given = letter.attachments.map((file) => file.name ?? '')
      expect(given.filter((each) => !/^[^?\\*|"<>:/\s\0]{1,255}$/.test(each))).toEqual([])
      expect(new Set(given.map((each) => each.toLowerCase())).size).toBe(names.length)
      expect(fileNames(letter, settingsOf())).toEqual({ letter, changes: [] })
    }),
  )
})

describe('many files, and long names', () => {
  test('thirty thousand of one name are numbered, each from the last', async () => {
    const given = letterOf({ attachments: named(...Array.from({ length: 30_000 }, () => 'a b.txt')) })
    const { letter } = await fileNames(given, settingsOf())
    const names = letter.attachments.map(({ name }) => name)
    expect(names.slice(0, 3)).toEqual(['a_b.txt', 'a_b-2.txt', 'a_b-3.txt'])
    expect(names.at(-1)).toBe('a_b-30000.txt')
    expect(new Set(names).size).toBe(30_000)
  })

  test('thirty thousand long ones that differ at their end', async () => {
    const pairs = Array.from({ length: 15_000 }, (_, index) => `${'x'.repeat(250)}${String(index).padStart(5, '0')}`)
    const given = letterOf({ attachments: named(...pairs, ...pairs) })
    const { letter } = await fileNames(given, settingsOf())
    const names = letter.attachments.map(({ name }) => name ?? '')
    expect(new Set(names).size).toBe(30_000)
    expect(names.every((name) => name.length <= 255)).toBe(true)
  })

  test.each(['a', '_', '.', ' ', '?', '\u202e', '中', '\ud83d'])('a megabyte of %j', async (character) => {
    const given = letterOf({ attachments: named(`${character.repeat(1_000_000)}a.pdf`) })
    const { letter, changes } = await fileNames(given, settingsOf())
    expect(letter.attachments[0]?.name).toMatch(/^.{0,251}\.pdf$/u)
    expect(changes[0]?.message.length).toBeLessThan(1_000)
  })
})
