// The lengths at which go-smtp's reader passes and fails: /lengthlimit_reader.go of v0.15.0.
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { createLineReader, tooLong } from '../../lib/emulator/smtp/line-reader.ts'
import { type Client, dialIn, mail } from './client.ts'

const longLine = '554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream'
const bye = '500 5.4.0 Too long line, closing connection'
const accepted = '250 2.0.0 OK: queued'

let ses: Emulator
afterEach(() => ses.close())
async function start(options: EmulatorOptions = {}): Promise<Client> {
  ses = await startEmulator(options)
  return dialIn(ses)
}

describe('on the wire', () => {
  test.each([
    ['1,998 bytes in the body pass', mail({}, `x\n${'x'.repeat(1998)}\nx`), accepted],
    ['1,999 bytes in the body fail', mail({}, `x\n${'x'.repeat(1999)}\nx`), longLine],
    ['666 Chinese characters (1,998 bytes) pass', mail({}, '好'.repeat(666)), accepted],
    ['667 fail: bytes count, not characters', mail({}, '好'.repeat(667)), longLine],
    ['a dot that was stuffed counts', mail({}, `x\n..${'x'.repeat(1997)}\nx`), longLine],
    ['a line of the header counts', mail({ 'X-Long': 'x'.repeat(1998) }), longLine],
  ])('%s', async (_, message, reply) => {
    const client = await start()
    expect(await client.send(message)).toBe(reply)
  })

  test('then the connection is closed', async () => {
    const client = await start()
    expect(await client.send(mail({}, 'x'.repeat(1999)))).toBe(longLine)
    expect(await client.hear()).toBe(bye)
    expect(await client.closed).toBe('end')
  })

  test('the reply does not wait for the dot', async () => {
    const client = await start()
    await client.sayAll('MAIL FROM:<noreply@mail.example.com>', 'RCPT TO:<ann@example.org>', 'DATA')
    client.write('x'.repeat(2001))
    expect(await client.hear()).toBe(longLine)
  })

  test('a command that long ends it too', async () => {
    const client = await start()
    expect(await client.say(`NOOP ${'x'.repeat(2000)}`)).toBe(bye)
    expect(await client.closed).toBe('end')
  })

  test('another limit, and none', async () => {
    expect(await (await start({ lineLimit: 100 })).send(mail({}, 'x'.repeat(99)))).toBe(longLine)
    await ses.close()
    expect(await (await start({ lineLimit: false })).send(mail({}, 'x'.repeat(100_000)))).toBe(accepted)
  })

  test.each(['close', 'reset'] as const)(
    'afterLongLine: %j is the page\'s "broken pipe" for a client that goes on writing',
    async (how) => {
      const client = await start({ afterLongLine: how })
      await client.sayAll('MAIL FROM:<noreply@mail.example.com>', 'RCPT TO:<ann@example.org>', 'DATA')
      // More than the buffers of the system between the two take.
      client.write(`${'x'.repeat(3000)}\r\n${'x\r\n'.repeat(10_000_000)}`)
      expect(['ECONNRESET', 'EPIPE']).toContain(await client.closed)
      expect(ses.ledger).toMatchObject([{ outcome: 'refused', delivered: false, row: 'system-1', reply: longLine }])
    },
  )

  test("afterLongLine: 'drain' reads it all, so that the answer is always seen", async () => {
    const client = await start({ afterLongLine: 'drain' })
    await client.sayAll('MAIL FROM:<noreply@mail.example.com>', 'RCPT TO:<ann@example.org>', 'DATA')
    client.write(`${'x'.repeat(3000)}\r\n${'x\r\n'.repeat(1_000_000)}`)
    expect([await client.hear(), await client.hear(), await client.closed]).toEqual([longLine, bye, 'end'])
  })
})

describe('the reader', () => {
  const lengths = (limit: number, ...chunks: string[]) => {
    const reader = createLineReader(limit)
    return chunks.flatMap((chunk) => {
      reader.add(Buffer.from(chunk))
      const found: (number | 'long')[] = []
      for (let line = reader.line(); line !== undefined; line = reader.line()) {
        found.push(line === tooLong ? 'long' : line.length)
        if (line === tooLong) break
      }
      return found
    })
  }

  test.each([
    ['the first line of all may have one byte more', ['123456789\r\n'], [11]],
    ['and fails with two', ['1234567890\r\n'], ['long']],
    ['after a line feed there is one byte less', ['\n', '12345678\r\n'], [1, 10]],
    ['and fails with one more', ['\n', '123456789\r\n'], [1, 'long']],
    ['a line feed alone leaves one more', ['\n123456789\n'], [1, 10]],
    ['a line in pieces is one line', ['\n', '123', '45678', '9\n'], [1, 10]],
    ['and is counted as one', ['\n', '123', '45678', '90\n'], [1, 'long']],
    ['after one too long, every one is', ['12345678901\n', '1\n', '2\n'], ['long', 'long', 'long']],
  ])('%s', (_, chunks, expected) => {
    expect(lengths(10, ...chunks)).toEqual(expected)
  })
})
