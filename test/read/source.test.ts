import { EventEmitter } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { setImmediate as tick } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toWords } from '../../lib/language.ts'
import { type ContentRules, checkKnownSize, inMemory, readContent } from '../../lib/read/source.ts'

const content = Buffer.from('hello 你好\0\xff')
let folder: string
let file: string
let server: Server
let url: string
let trickleClosed = () => {}

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
      '/trickles': () => {
        const drops = setInterval(() => response.write('a'), 10)
        response.on('close', () => {
          clearInterval(drops)
          trickleClosed()
        })
      },
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
  limited: toWords('one file'),
  idleMs: 10_000,
  deadline: { contentMs: 10_000, at: performance.now() + 10_000 },
  allowFiles: true,
  allowUrls: true,
  allowedHosts: undefined,
  signal: new AbortController().signal,
  ...given,
})

const stalling = () => {
  const stream = new PassThrough()
  stream.write('abc')
  return stream
}

const webStream = (chunks: readonly unknown[], onCancel = () => {}) => {
  const open = [...chunks]
  return new ReadableStream({
    pull: (controller) => (open.length > 0 ? controller.enqueue(open.shift()) : controller.close()),
    cancel: onCancel,
  })
}
const readWebStream = async () => {
  const stream = webStream(['a'])
  for await (const _ of stream);
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
    ['an ArrayBuffer', () => new Uint8Array([1, 2]).buffer, Buffer.from([1, 2])],
    ['a SharedArrayBuffer', () => new SharedArrayBuffer(2), Buffer.alloc(2)],
    ['a Buffer that was JSON', () => JSON.parse(JSON.stringify(content)), content],
    ['a Blob', () => new Blob([content, '你']), Buffer.concat([content, Buffer.from('你')])],
    ['a File', () => new File([content], 'a.bin'), content],
    ['an empty Blob', () => new Blob([]), Buffer.alloc(0)],
    ['a web stream', () => new Blob([content]).stream(), content],
    ['a web stream of strings', () => webStream(['a', '', '你']), Buffer.from('a你')],
    ['a path that is a URL', () => ({ path: pathToFileURL(file) }), content],
    ['a URL as an object', () => ({ href: new URL(`${url}/file`) }), content],
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
    ['a string', () => 'a'.repeat(101), /has 101 bytes, over the 100 bytes for one file/],
    ['a Buffer', () => Buffer.alloc(2_000), /has 2,000 bytes, over the 100 bytes for one file/],
    ['an endless stream', () => Readable.from(endless()), /has more bytes, over the 100 bytes for one file/],
    ['a file', () => ({ path: process.execPath }), /has [\d,]{9,} bytes, over the 100 bytes for one file/],
    ['a file of no known size', () => ({ path: '/dev/zero' }), /has more bytes, over the 100 bytes for one file/],
    ['an endless URL', () => ({ href: `${url}/endless` }), /has more bytes, over the 100 bytes for one file/],
  ])('%s', (_, source, message) =>
    expect(readContent(source(), rules({ limit: 100 }))).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-too-large',
      retry: 'never',
      field: 'attachments[0] (a.bin)',
      message: expect.stringMatching(message),
    }),
  )

  test('and closes the stream, of which no more was asked than was under way', async () => {
    let given = 0
    const source = function* () {
      for (; ; given++) yield Buffer.alloc(10_000)
    }
    const stream = Readable.from(source())
    await expect(readContent(stream, rules({ limit: 100_000 }))).rejects.toThrow(
      'has more bytes, over the 100,000 bytes for one file',
    )
    expect(stream.destroyed).toBe(true)
    expect(given).toBeLessThan(10 + 2 * stream.readableHighWaterMark)
  })

  test.runIf(existsSync('/proc/self/fd'))('and closes the file', async () => {
    await expect(readContent({ path: '/dev/zero' }, rules({ limit: 100 }))).rejects.toThrow()
    while (openFiles().includes('/dev/zero')) await tick()
    await expect(readContent({ path: file }, rules({ limit: 1 }))).rejects.toThrow()
    expect(openFiles()).not.toContain(file)
  })

  test('a stream that cannot be closed is held', async () => {
    const stream = new PassThrough()
    const old = { pipe() {}, on: stream.on.bind(stream), pause: () => stream.pause(), removeListener() {} }
    const reading = readContent(old, rules({ limit: 1 }))
    await tick()
    stream.write('abc')
    await expect(reading).rejects.toThrow('has more bytes, over the 1 byte for one file')
    expect(stream.isPaused()).toBe(true)
  })

  // Without a turn of the event loop in between, so that no timer fires.
  test('a stream of nothing, for ever', async () => {
    let given = 0
    const source = function* () {
      for (; ; given++) yield ''
    }
    const stream = Readable.from(source())
    await expect(readContent(stream, rules())).rejects.toMatchObject({
      name: 'SesError',
      field: 'attachments[0] (a.bin)',
      message: 'attachments[0] (a.bin): could not be read: over 10000 pieces of it were empty',
    })
    expect(stream.destroyed).toBe(true)
    expect(given).toBeLessThan(11_000)
  })

  test('not at some empty pieces', async () =>
    expect(await readContent(Readable.from(['', 'a', '', '', 'b', '']), rules())).toEqual(Buffer.from('ab')))

  test('what is known before it is read', () => {
    const size = { field: 'text', limit: 5, limited: toWords('one file') }
    expect(checkKnownSize('你好', { ...size, limit: 6 })).toBe(6)
    expect(checkKnownSize(Buffer.alloc(5), size)).toBe(5)
    expect(checkKnownSize(new Uint16Array(2), size)).toBe(4)
    for (const unknown of [Readable.from([]), { path: file }, undefined, null, false])
      expect(checkKnownSize(unknown, size)).toBe(0)
    expect(() => checkKnownSize('你好', size)).toThrow('text: has 6 bytes, over the 5 bytes for one file')
    expect(() => checkKnownSize(Buffer.alloc(6), size)).toThrow('text: has 6 bytes, over the 5 bytes for one file')
  })
})

describe('stops when its time is over', () => {
  const soon = () => ({ contentMs: 50, at: performance.now() + 50 })
  const late = {
    name: 'SesError',
    reason: 'message-invalid',
    retry: 'later',
    delivered: 'no',
    field: 'attachments[0] (a.bin)',
    message: 'attachments[0] (a.bin): could not be read: not at its end after 50 ms (`timeouts.contentMs`)',
  }

  test('a URL that gives a byte now and then, and its request', async () => {
    const closed = new Promise<void>((resolve) => {
      trickleClosed = resolve
    })
    await expect(readContent({ href: `${url}/trickles` }, rules({ deadline: soon() }))).rejects.toMatchObject(late)
    await closed
  })

  test('a stream that does', async () => {
    const stream = Readable.from(
      (async function* () {
        for (;;) yield await new Promise((resolve) => setTimeout(() => resolve('a'), 5))
      })(),
    )
    await expect(readContent(stream, rules({ deadline: soon() }))).rejects.toMatchObject(late)
    expect(stream.destroyed).toBe(true)
  })

  test('at once, if the sources before it took all of it', async () => {
    const stream = stalling()
    await expect(readContent(stream, rules({ deadline: { contentMs: 50, at: 0 } }))).rejects.toMatchObject(late)
    expect(stream.destroyed).toBe(true)
  })

  test('not before', async () => {
    expect(await readContent({ href: `${url}/file` }, rules())).toEqual(content)
  })
})

describe('reads in little memory', () => {
  test('a stream of single bytes', async () => {
    const bytes = Buffer.alloc(300_000, 'abcdefg')
    const stream = Readable.from([...bytes].map((byte) => Buffer.from([byte])))
    expect((await readContent(stream, rules())).equals(bytes)).toBe(true)
  })

  test('a stream that writes into the same buffer again', async () => {
    const stream = Object.assign(new EventEmitter(), { pipe() {}, pause() {} })
    const reading = readContent(stream, rules())
    await tick()
    const buffer = Buffer.alloc(1)
    for (const letter of 'abc') {
      buffer.write(letter)
      stream.emit('data', buffer)
    }
    stream.emit('end')
    expect((await reading).toString()).toBe('abc')
  })

  test.each([0, 1, 65_536, 1_048_576, 1_048_577, 3_000_000])('a file of %i bytes', async (size) => {
    const path = join(folder, `${size}.bin`)
    const bytes = Buffer.alloc(size, 'abcdefg')
    await writeFile(path, bytes)
    expect((await readContent({ path }, rules({ limit: size }))).equals(bytes)).toBe(true)
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
    ['a URL that is not there', () => ({ href: `${url}/missing` }), {}, 'could not be read: ', 'never'],
    [
      'a URL of no protocol',
      () => ({ href: 'ftp://a:b@x.org/c?d' }),
      {},
      'could not be read: Unsupported protocol for URL ftp://x.org/c',
      'never',
    ],
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
    ['a web stream of objects', () => webStream([{ a: 1 }]), {}, 'could not be read: expected bytes', 'never'],
    [
      'a web stream that fails',
      () =>
        new ReadableStream({
          pull() {
            throw new Error('disk gone')
          },
        }),
      {},
      'could not be read: disk gone',
      'never',
    ],
    [
      'what is no JSON of a Buffer',
      () => ({ type: 'Buffer', data: [256] }),
      {},
      'expected a string, a Buffer',
      'never',
    ],
    ['a path URL of http', () => ({ path: new URL('http://x.org/a') }), {}, 'could not be read: ', 'never'],
    [
      'a path URL where access is off',
      () => ({ path: pathToFileURL(file) }),
      { allowFiles: false },
      'file access is off',
      'never',
    ],
    [
      'a URL object where access is off',
      () => ({ href: new URL('http://a:b@x.org/a?b') }),
      { allowUrls: false },
      'URL access is off, so http://x.org/a is not read',
      'never',
    ],
    ['a number', () => 1, {}, 'expected a string, a Buffer, a stream, a Blob, { path } or { href }', 'never'],
    ['an empty object', () => ({}), {}, 'expected a string, a Buffer, a stream, a Blob, { path } or { href }', 'never'],
    [
      'a path that is an object',
      () => ({ path: {} }),
      {},
      'expected a string, a Buffer, a stream, a Blob, { path } or { href }',
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

  test.each<[string, string]>([
    ['missing', 'Nothing was sent. Give what can be read: a source that is there, and open to this program.'],
    ['cut', 'Nothing was sent. Send the mail again later.'],
  ])('a URL, and says what to do: %s', (path, hint) =>
    expect(readContent({ href: `${url}/${path}` }, rules({}))).rejects.toMatchObject({ hint }),
  )

  test.each([
    ['html', 'Shorten it, or link to what is long.'],
    ['attachments[0] (a.bin)', 'Send a link in place of the file, or raise `limits` if your account allows more.'],
  ])('too much of %s: what to do', (field, hint) =>
    expect(() => checkKnownSize('a', rules({ field, limit: 0 }))).toThrow(
      expect.objectContaining({ hint, message: `${field}: has 1 byte, over the 0 bytes for one file` }),
    ),
  )

  test.each<[string, () => unknown]>([
    ['a Blob', () => new Blob(['abc'])],
    ['a JSON of a Buffer', () => ({ type: 'Buffer', data: [1, 2, 3] })],
    ['an ArrayBuffer', () => new ArrayBuffer(3)],
    ['a web stream', () => webStream(['ab', 'c'])],
  ])('%s over the limit', (_, source) =>
    expect(readContent(source(), rules({ limit: 2 }))).rejects.toMatchObject({ reason: 'message-too-large' }),
  )

  test('a web stream that was read before, or is being read', async () => {
    const locked = webStream(['a'])
    locked.getReader()
    for (const source of [await readWebStream(), locked])
      await expect(readContent(source, rules())).rejects.toMatchObject({ retry: 'never', delivered: 'no' })
  })

  test('a web stream that stalls, and lets go of it', async () => {
    let cancelled = 0
    const stalls = new ReadableStream({ pull: () => new Promise(() => {}), cancel: () => void cancelled++ })
    await expect(readContent(stalls, rules({ idleMs: 50 }))).rejects.toMatchObject({
      message: expect.stringContaining('no byte for 50 ms'),
    })
    expect(cancelled).toBe(1)
  })

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
      message: expect.stringContaining('could not be read: no byte for 50 ms'),
      retry: 'later',
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

/** The paths that this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`)
    } catch {
      return '' // that of the listing itself
    }
  })
}

function failed(): Readable {
  const stream = new Readable({ read() {} })
  stream.on('error', () => {})
  stream.destroy(new Error('disk gone'))
  return stream
}
