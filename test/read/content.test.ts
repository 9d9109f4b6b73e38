import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { setImmediate as tick } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContentRules, inMemory, readContent } from '../../lib/read/content.ts'

const content = Buffer.from('hello 你好\0\xff')
let folder: string
let file: string
let server: Server
let url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-read-'))
  file = join(folder, 'a.bin')
  await writeFile(file, content)
  server = createServer((request, response) => {
    const answers: Record<string, () => void> = {
      '/file': () => response.end(content),
      '/headers': () => response.end(request.headers['x-token']),
      '/missing': () => response.writeHead(404).end('no'),
      '/cut': () => {
        response.writeHead(200, { 'Content-Length': 100 })
        response.write('abc', () => response.destroy())
      },
      '/endless': () => void Readable.from(endless()).pipe(response),
      '/silent': () => {},
      '/stalls': () => void response.write('abc'),
    }
    answers[request.url ?? '']?.()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(10_000)
}

const rules = (given: Partial<ContentRules> = {}): ContentRules => ({
  field: 'attachments[0] (a.bin)',
  limit: 1_000_000,
  limited: 'the limit',
  idleMs: 10_000,
  allowFiles: true,
  allowUrls: true,
  signal: new AbortController().signal,
  ...given,
})

const stalling = () => {
  const stream = new PassThrough()
  stream.write('abc')
  return stream
}

describe('reads', () => {
  test.each<[string, () => unknown, Buffer]>([
    ['a string', () => 'hello 你好', Buffer.from('hello 你好')],
    ['a Buffer', () => content, content],
    ['a Uint8Array', () => new Uint8Array([1, 2]), Buffer.from([1, 2])],
    ['a part of a larger array', () => new Uint8Array([0, 1, 2, 3]).subarray(1, 3), Buffer.from([1, 2])],
    ['nothing', () => undefined, Buffer.alloc(0)],
    ['null', () => null, Buffer.alloc(0)],
    ['false', () => false, Buffer.alloc(0)],
    ['a stream', () => Readable.from([content.subarray(0, 5), content.subarray(5)]), content],
    ['a stream of strings', () => Readable.from(['a', '你']), Buffer.from('a你')],
    [
      'a stream of Uint8Arrays',
      () => Readable.from([new Uint8Array([1]), new Uint8Array([2])], { objectMode: false }),
      Buffer.from([1, 2]),
    ],
    [
      'a stream with an encoding',
      () => Readable.from([content], { objectMode: false }).setEncoding('latin1'),
      Buffer.from(content.toString('latin1')),
    ],
    ['an empty stream', () => Readable.from([]), Buffer.alloc(0)],
    ['a file', () => ({ path: file }), content],
    ['a URL', () => ({ href: `${url}/file` }), content],
    ['a URL with headers', () => ({ href: `${url}/headers`, httpHeaders: { 'x-token': 't' } }), Buffer.from('t')],
  ])('%s', async (_, source, bytes) => expect(await readContent(source(), rules())).toEqual(bytes))

  // through2, archiver and others come with their own copy, readable-stream, that is no instance of Node's.
  test('a stream of another library', async () => {
    const stream = new PassThrough()
    const old = {
      pipe() {},
      on: stream.on.bind(stream),
      pause() {},
      resume() {},
      removeListener: stream.removeListener.bind(stream),
    }
    const reading = readContent(old, rules())
    await tick()
    stream.end('abc')
    expect(await reading).toEqual(Buffer.from('abc'))
  })

  test('exactly as much as the limit', async () => {
    for (const source of [
      content,
      content.toString('latin1').slice(0, 2),
      Readable.from([content]),
      { path: file },
      { href: `${url}/file` },
    ]) {
      expect((await readContent(source, rules({ limit: content.length }))).length).toBeLessThanOrEqual(content.length)
    }
  })

  test('what needs no reading at once', () => {
    expect(inMemory('a')).toEqual(Buffer.from('a'))
    expect(inMemory(content)).toBe(content)
    expect(inMemory(Readable.from([]))).toBeUndefined()
    expect(inMemory({ path: file })).toBeUndefined()
  })
})

describe('stops at the limit', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a string', () => 'a'.repeat(101), /has 101 bytes, over the limit/],
    ['a Buffer', () => Buffer.alloc(2_000), /has 2,000 bytes, over the limit/],
    ['an endless stream', () => Readable.from(endless()), /has more bytes, over the limit/],
    ['a file', () => ({ path: process.execPath }), /has [\d,]{9,} bytes, over the limit/],
    ['a file of no known size', () => ({ path: '/dev/zero' }), /has more bytes, over the limit/],
    ['an endless URL', () => ({ href: `${url}/endless` }), /has more bytes, over the limit/],
  ])('%s', (_, source, message) =>
    expect(readContent(source(), rules({ limit: 100 }))).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-too-large',
      retry: 'never',
      field: 'attachments[0] (a.bin)',
      message: expect.stringMatching(message),
    }),
  )

  test('and closes the stream', async () => {
    const stream = Readable.from(endless())
    await expect(readContent(stream, rules({ limit: 100 }))).rejects.toThrow()
    expect(stream.destroyed).toBe(true)
  })
})

describe('refuses', () => {
  test.each<[string, () => unknown, Partial<ContentRules>, string, 'never' | 'later']>([
    ['a file where access is off', () => ({ path: file }), { allowFiles: false }, 'file access is off, so ', 'never'],
    [
      'a URL where access is off',
      () => ({ href: 'http://127.0.0.1:1/a' }),
      { allowUrls: false },
      'URL access is off, so http://127.0.0.1:1/a is not read',
      'never',
    ],
    ['a file that is not there', () => ({ path: join(folder, 'none') }), {}, 'could not be read: ENOENT', 'never'],
    ['a folder', () => ({ path: folder }), {}, 'could not be read: EISDIR', 'never'],
    ['a URL that is not there', () => ({ href: `${url}/missing` }), {}, 'could not be read: ', 'later'],
    ['a URL at which no one is', () => ({ href: 'http://127.0.0.1:1/' }), {}, 'could not be read: ', 'later'],
    ['a URL that is cut off', () => ({ href: `${url}/cut` }), {}, 'could not be read: ', 'later'],
    [
      'a stream that fails',
      () =>
        new Readable({
          read() {
            this.destroy(new Error('disk gone'))
          },
        }),
      {},
      'could not be read: disk gone',
      'never',
    ],
    ['a stream that failed before', () => failed(), {}, 'could not be read: disk gone', 'never'],
    ['a stream of objects', () => Readable.from([{ a: 1 }]), {}, 'could not be read: ', 'never'],
    ['a number', () => 1, {}, 'expected a string, a Buffer, a stream, { path } or { href }', 'never'],
    ['an empty object', () => ({}), {}, 'expected a string, a Buffer, a stream, { path } or { href }', 'never'],
    [
      'a path that is an object',
      () => ({ path: {} }),
      {},
      'expected a string, a Buffer, a stream, { path } or { href }',
      'never',
    ],
  ])('%s', async (_, source, given, message, retry) =>
    expect(readContent(source(), rules(given))).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry,
      delivered: 'no',
      field: 'attachments[0] (a.bin)',
      message: expect.stringContaining(`attachments[0] (a.bin): ${message}`),
    }),
  )

  test('a stream that was read before, and sends no empty file', async () => {
    const stream = Readable.from([content])
    await readContent(stream, rules())
    await expect(readContent(stream, rules())).rejects.toMatchObject({
      name: 'SesError',
      message: 'attachments[0] (a.bin): could not be read: the stream was already read or destroyed',
    })
  })

  test('a stream that ended before', async () => {
    const stream = Readable.from([content])
    for await (const _ of stream);
    await expect(readContent(stream, rules())).rejects.toMatchObject({ name: 'SesError' })
  })

  test.each<[string, () => unknown]>([
    ['a stream', stalling],
    ['a URL that does not answer', () => ({ href: `${url}/silent` })],
    ['a URL', () => ({ href: `${url}/stalls` })],
  ])('%s that stalls', (_, source) =>
    expect(readContent(source(), rules({ idleMs: 50 }))).rejects.toMatchObject({
      name: 'SesError',
      message: expect.stringMatching(/could not be read: (no byte for 50 ms|Request Timeout)/i),
    }),
  )

  test('not a stream that is slow, yet never for long', async () => {
    async function* slowly() {
      for (let index = 0; index < 30; index++) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        yield Buffer.from([index])
      }
    }
    expect(await readContent(Readable.from(slowly()), rules({ idleMs: 400 }))).toHaveLength(30)
  })
})

describe('ends at once when the signal says so', () => {
  const reason = new Error('enough')

  test.each<[string, () => unknown]>([
    ['a stream', stalling],
    ['a URL', () => ({ href: `${url}/stalls` })],
  ])('%s', async (_, source) => {
    const controller = new AbortController()
    const reading = readContent(source(), rules({ signal: controller.signal }))
    await tick()
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
  })

  test('before it starts', async () => {
    const stream = stalling()
    await expect(readContent(stream, rules({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason)
    expect(stream.destroyed).toBe(true)
  }, 2_000)
})

function failed(): Readable {
  const stream = new Readable({ read() {} })
  stream.on('error', () => {})
  stream.destroy(new Error('disk gone'))
  return stream
}
