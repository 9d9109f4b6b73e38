// The lengths at which go-smtp's reader passes and fails: /lengthlimit_reader.go of v0.15.0 and v0.14.0.
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

  test('0.14: a long line whose dot comes later is answered, and the connection goes on', async () => {
    const client = await start({ goSmtp: '0.14' })
    expect(await client.send(mail({}, `${'x'.repeat(1999)}\n${'x\n'.repeat(3000)}`))).toBe(longLine)
    expect(await client.send(mail())).toBe(accepted)
    expect(await client.say('QUIT')).toBe('221 2.0.0 Goodnight and good luck')
  })

  test('0.14: a dot that is lost with the long line is waited for in vain', async () => {
    const client = await start({ goSmtp: '0.14' })
    await client.sayAll('MAIL FROM:<noreply@mail.example.com>', 'RCPT TO:<ann@example.org>', 'DATA')
    client.write(`${'x'.repeat(2001)}\r\n.\r\n`)
    client.socket.end()
    expect(await client.hear()).toBe('')
    expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false, row: 'system-1' }])
  })
})

describe('the reader', () => {
  const lengths = (limit: number, goSmtp: '0.14' | '0.15', ...chunks: string[]) => {
    const read = createLineReader(limit, goSmtp)
    return chunks.flatMap((chunk) => read(Buffer.from(chunk)).map((line) => (line === tooLong ? 'long' : line.length)))
  }

  test.each([
    ['the first line of all may have one byte more', ['123456789\r\n'], [11]],
    ['and fails with two', ['1234567890\r\n'], ['long', 'long', 'long']],
    ['after a line feed there is one byte less', ['\n', '12345678\r\n'], [1, 10]],
    ['and fails with one more', ['\n', '123456789\r\n'], [1, 'long', 'long', 'long']],
    ['a line feed alone leaves one more', ['\n123456789\n'], [1, 10]],
    ['a line in pieces is one line', ['\n', '123', '45678', '9\n'], [1, 10]],
    ['and is counted as one', ['\n', '123', '45678', '90\n'], [1, 'long', 'long', 'long']],
  ])('0.15: %s', (_, chunks, expected) => {
    expect(lengths(10, '0.15', ...chunks)).toEqual(expected)
  })

  test.each([
    ['a line in pieces is never too long', ['123', '45678', '90123\n'], [14]],
    ['a read with a long line is lost, and the next is not', ['1\n2345678901\n', '2\n'], ['long', 2]],
  ])('0.14: %s', (_, chunks, expected) => {
    expect(lengths(10, '0.14', ...chunks)).toEqual(expected)
  })
})
