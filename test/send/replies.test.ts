import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reply } from '../../lib/attempt.ts'
import { createReplyReader } from '../../lib/send/replies.ts'

/** What a reader gives for bytes that come in these pieces; `rest` is of a connection that ends then. */
function read(...pieces: readonly (string | Buffer)[]) {
  const reader = createReplyReader()
  const replies = pieces.flatMap((piece) => [...reader.read(Buffer.from(piece as string))])
  return { replies, rest: reader.rest() }
}

const texts = ({ replies }: { replies: readonly Reply[] }) => replies.map(({ status, text }) => [status, text])

// biome-ignore format: a table
const conversations: readonly (readonly [name: string, bytes: string, replies: readonly (readonly [number | undefined, string])[]])[] = [
  ['a line',                         '220 smtp.qcloudmail.com ESMTP\r\n',           [[220, '220 smtp.qcloudmail.com ESMTP']]],
  ['a number alone',                 '250\r\n',                                     [[250, '250']]],
  ['two replies',                    '250 2.1.0 OK\r\n354 Go ahead\r\n',            [[250, '250 2.1.0 OK'], [354, '354 Go ahead']]],
  ['several lines',                  '250-a\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n250 OK\r\n', [[250, '250-a\n250-PIPELINING\n250 AUTH PLAIN'], [250, '250 OK']]],
  ['line feeds alone',               '250-a\n250 b\n354 c\n',                       [[250, '250-a\n250 b'], [354, '354 c']]],
  ['Chinese and an emoji',           '554-操作失败。\r\n554 触发频率控制 😀\r\n',     [[554, '554-操作失败。\n554 触发频率控制 😀']]],
  ['an empty line',                  '\r\n250 OK\r\n',                              [[undefined, ''], [250, '250 OK']]],
  ['a line that is no reply',        'garbage\r\n250 OK\r\n',                       [[undefined, 'garbage'], [250, '250 OK']]],
  ['numbers that are none',          '25 a\r\n2500 b\r\n150 c\r\n650 d\r\n250_e\r\n', [[undefined, '25 a'], [undefined, '2500 b'], [undefined, '150 c'], [undefined, '650 d'], [undefined, '250_e']]],
  ['lines that disagree',            '250-a\r\n554 b\r\n',                          [[undefined, '250-a\n554 b']]],
  ['lines that disagree, refused',   '554-a\r\n250 b\r\n',                          [[undefined, '554-a\n250 b']]],
  ['two refusals in one',            '554-a\r\n500 b\r\n',                          [[554, '554-a\n500 b']]],
  ['more announced, and then none',  '250-a\r\ngarbage\r\n',                        [[undefined, '250-a\ngarbage']]],
]

describe.each(conversations)('%s', (_, bytes, replies) => {
  const whole = Buffer.from(bytes)

  test('at once', () => {
    expect(texts(read(whole))).toEqual(replies)
    expect(read(whole).rest).toBeUndefined()
  })

  test('byte by byte', () => expect(texts(read(...inPieces(whole, 1)))).toEqual(replies))

  test('in two pieces, split anywhere', () => {
    for (let at = 0; at <= whole.length; at++)
      expect(texts(read(whole.subarray(0, at), whole.subarray(at)))).toEqual(replies)
  })

  test('cut off anywhere: what is whole, and the rest', () => {
    for (let end = 0; end <= whole.length; end++) {
      const { replies: whatIsWhole, rest } = read(whole.subarray(0, end))
      expect(texts({ replies: whatIsWhole })).toEqual(replies.slice(0, whatIsWhole.length))
      expect([rest === undefined, rest?.isCut]).toEqual(rest ? [false, true] : [true, undefined])
      expect(rest?.text ?? '').not.toContain('\ufffd')
    }
  })
})

function inPieces(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  )
}

test('any replies, split anywhere, are the same', () => {
  const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, ' '))
  const reply = fc
    .tuple(fc.constantFrom(220, 250, 334, 354, 421, 554), fc.array(line, { minLength: 1, maxLength: 4 }))
    .map(([status, lines]) => lines.map((text, index) => `${status}${index < lines.length - 1 ? '-' : ' '}${text}`))
  const conversation = fc.array(reply, { minLength: 1, maxLength: 5 })
  const cuts = fc.array(fc.nat(), { maxLength: 12 })

  fc.assert(
    fc.property(conversation, cuts, (given, ends) => {
      const bytes = Buffer.from(given.map((lines) => `${lines.join('\r\n')}\r\n`).join(''))
      const at = [0, ...ends.map((end) => end % bytes.length).sort((one, other) => one - other), bytes.length]
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
      expect(texts(read(...pieces))).toEqual(given.map((lines) => [Number(lines[0]?.slice(0, 3)), lines.join('\n')]))
    }),
    { seed: 12, numRuns: 200 },
  )
})

describe('bytes', () => {
  const refusal = Buffer.from('554 操作失败。触发频率控制\r\n')

  test.each([1, 2])('half a character at the end, %i bytes missing: left out', (missing) => {
    const bytes = Buffer.from('554 操作失败')
    expect(read(bytes.subarray(0, bytes.length - missing)).rest).toEqual({
      status: 554,
      text: '554 操作失',
      isCut: true,
    })
  })

  test('that are no UTF-8 are shown as Latin-1, none lost', () => {
    const bytes = Buffer.from([...Buffer.from('554 '), 0xb2, 0xd9, 0xff, 0x00, ...Buffer.from('\r\n')])
    expect(texts(read(bytes))).toEqual([[554, '554 \xb2\xd9\xff\0']])
  })

  test('that are no UTF-8 in one reply change nothing in the next', () =>
    expect(texts(read(Buffer.from([0xff, 10]), refusal))).toEqual([
      [undefined, '\xff'],
      [554, '554 操作失败。触发频率控制'],
    ]))

  test('of a replacement character that was sent as such', () =>
    expect(texts(read('554 \ufffd 操作\r\n'))).toEqual([[554, '554 \ufffd 操作']]))
})

// go-smtp before 0.22 writes an error with a line feed in it as it is: the lines behind the first have no number.
describe('an error with a line feed in it', () => {
  const bytes = Buffer.from('554 5.0.0 Error: transaction failed:\n{"Code":\n"InternalError"}\r\n')

  test('in one piece is one reply', () =>
    expect(texts(read(bytes))).toEqual([[554, '554 5.0.0 Error: transaction failed:\n{"Code":\n"InternalError"}']]))

  test('ends where the next reply begins', () =>
    expect(texts(read('554 no\nreason\r\n421 bye\r\n'))).toEqual([
      [554, '554 no\nreason'],
      [421, '421 bye'],
    ]))

  test('split anywhere: the refusal first, and nothing behind it that could be taken for another reply', () => {
    for (let at = 1; at < bytes.length; at++) {
      const [first, ...others] = read(bytes.subarray(0, at), bytes.subarray(at)).replies
      expect(first?.status).toBe(554)
      expect(others.map(({ status }) => status)).toEqual(others.map(() => undefined))
    }
  })

  test('of what is no refusal is none of ours', () =>
    expect(texts(read('250 OK\nreason\r\n'))).toEqual([
      [250, '250 OK'],
      [undefined, 'reason'],
    ]))
})

describe('a reply without end', () => {
  const LONGEST = 65_536
  const MILLION = 1_000_000

  describe.each([
    ['a line', 'x'],
    ['a line of a reply', '250 x'],
    ['lines of a reply', '250-x\r\n'],
    ['lines of a refusal', '554-x\r\n'],
    ['empty lines of a reply', '250-\n'],
  ])('%s', (_, unit) => {
    const bytes = Buffer.from(unit.repeat(MILLION / unit.length))

    test.each([1, 7, 1_448, 16_384, MILLION])('in pieces of %i bytes: refused, and no more of it is kept', (length) => {
      const reader = createReplyReader()
      let given = 0
      const readAll = () => {
        for (; given < bytes.length; given += length) {
          for (const reply of reader.read(bytes.subarray(given, given + length))) throw new Error(reply.text)
        }
      }
      expect(readAll).toThrow(`A reply of more than ${LONGEST} bytes`)
      expect(given).toBeLessThanOrEqual(LONGEST)
      expect(reader.rest()?.text.length).toBeLessThanOrEqual(LONGEST)
    })
  })

  test.each([[LONGEST + 1], [40_000, LONGEST - 39_999], [1, LONGEST - 1, 1]])(
    'is one with a byte more than the longest, in pieces of %j',
    (...lengths) => {
      const pieces = (bytes: Buffer) =>
        lengths.map((length, index) => {
          const start = lengths.slice(0, index).reduce((sum, before) => sum + before, 0)
          return bytes.subarray(start, start + length)
        })
      const longest = `250 ${'x'.repeat(LONGEST - 6)}\r\n`
      expect(read(...pieces(Buffer.from(longest))).replies).toMatchObject([{ status: 250 }])
      expect(() => read(...pieces(Buffer.from(longest.replace('x', 'xx'))))).toThrow('A reply of more than')
    },
  )

  test('does not take those before it along', () => {
    const reader = createReplyReader()
    const heard: string[] = []
    const readAll = () => {
      for (const { text } of reader.read(Buffer.from(`250 OK\r\n${'x'.repeat(LONGEST + 1)}`))) heard.push(text)
    }
    expect(readAll).toThrow('A reply of more than')
    expect(heard).toEqual(['250 OK'])
  })

  test('among the lines behind a refusal: as many as there may be', () => {
    const [first] = read(`554 no\n${'x\n'.repeat(LONGEST / 4)}`).replies
    expect([first?.status, first?.text.length]).toEqual([554, 'no'.length + 4 + LONGEST / 2])
    const reader = createReplyReader()
    const [reply] = [...reader.read(Buffer.from(`554 no\n${'x\n'.repeat(LONGEST)}`))]
    expect(reply?.text.length).toBeLessThanOrEqual(LONGEST)
  })
})
