import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { isAnyArrayBuffer } from 'node:util/types'
import { createError, type OwnErrorOptions, SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { countBytes } from '../printable.ts'
import { copyIntoPages, keepPages, type Pages } from './chunks.ts'
import { type AllowedHosts, FetchError, type FetchOptions, fetchUrl, hideSecrets } from './fetch-url.ts'

/** What a part holds: text that was given as a string stays one. */
export type Content = string | Buffer

/** How much content may be. */
export interface SizeRules {
  /** The part of the mail, for error messages. */
  readonly field: string
  readonly limit: number
  /** What the limit is for, such as "one file". */
  readonly limited: Words
}

/** The name of the limit for the body. */
export const TEXTS: Words = { en: 'text and HTML', zh: '文本和 HTML' }

/** How content is read: at most `limit` bytes, in time, and only what the caller allows. */
export interface ContentRules extends SizeRules {
  /** Milliseconds without a byte. */
  readonly idleMs: number
  readonly deadline: Deadline
  readonly allowFiles: boolean
  readonly allowUrls: boolean
  readonly allowedHosts: AllowedHosts
  readonly signal: AbortSignal
}

/** When the whole content of a mail has to be read. A source that gives a byte now and then is never idle. */
export interface Deadline {
  /** The option `timeouts.contentMs`. */
  readonly contentMs: number
  /** By the clock of `performance.now()`. */
  readonly at: number
}

/**
 * Reads content of any of Nodemailer's forms (string, Buffer, stream, `{ path }`, `{ href }`) and of the platform's
 * (ArrayBuffer, Blob, File, web stream, a Buffer that was JSON) to its end, once. Reading stops as soon as a limit is passed, and what was opened or given is closed.
 *
 * @throws SesError that names the field
 */
export async function readContent(source: unknown, rules: ContentRules): Promise<Buffer> {
  checkKnownSize(source, rules)
  const known = inMemory(source)
  if (known) return known
  try {
    const { stream, pages } = await openSource(source, rules)
    return await readStream(stream, pages, rules)
  } catch (error) {
    throw unreadable(error, rules)
  }
}

/** Content that needs no reading. */
export function inMemory(source: unknown): Buffer | undefined {
  if (source === undefined || source === null || source === false) return Buffer.alloc(0)
  if (typeof source === 'string') return Buffer.from(source)
  if (Buffer.isBuffer(source)) return source
  if (ArrayBuffer.isView(source)) return Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  if (isAnyArrayBuffer(source)) return Buffer.from(source)
  if (isBufferOfJson(source)) return Buffer.from(source.data)
  return undefined
}

/** What `JSON.parse` makes of a Buffer in a mail that a queue has stored. */
function isBufferOfJson(source: unknown): source is { readonly data: readonly number[] } {
  const { type, data } = (source ?? {}) as { readonly type?: unknown; readonly data?: unknown }
  return (
    type === 'Buffer' && Array.isArray(data) && data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
  )
}

/**
 * The size of content that needs no reading; 0 if it has to be read to know.
 *
 * @throws SesError if it is over the limit
 */
export function checkKnownSize(source: unknown, rules: SizeRules): number {
  const size = sizeOf(source)
  if (size > rules.limit) throw tooLarge(rules, size)
  return size
}

function sizeOf(source: unknown): number {
  if (typeof source === 'string') return Buffer.byteLength(source)
  if (ArrayBuffer.isView(source) || isAnyArrayBuffer(source)) return source.byteLength
  if (isBlob(source)) return source.size
  return isBufferOfJson(source) ? source.data.length : 0
}

/** Reads a stream to its end, of whatever library; a stream that has been read before is an error, and not an empty file. */
function readStream(stream: AnyStream, pages: Pages, rules: ContentRules): Promise<Buffer> {
  const { idleMs, deadline, signal, limit } = rules
  return new Promise<Buffer>((resolve, reject) => {
    let empty = 0
    const idle = setTimeout(() => fail(timedOut(`no byte for ${idleMs} ms`)), idleMs)
    const late = setTimeout(
      () => fail(timedOut(`not at its end after ${deadline.contentMs} ms (\`timeouts.contentMs\`)`)),
      Math.max(1, deadline.at - performance.now()),
    )
    const settle = () => {
      clearTimeout(idle)
      clearTimeout(late)
      signal.removeEventListener('abort', stop)
      stream.removeListener('data', read)
    }
    const fail = (error: unknown) => {
      settle()
      reject(error)
      release(stream)
    }
    const stop = () => fail(signal.reason)
    const read = (chunk: unknown) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      if (!(bytes instanceof Uint8Array)) return fail(new Error(`expected bytes, got ${typeof chunk}`))
      if (bytes.length === 0) {
        // They may come without end in one turn of the event loop, so that no timer ever fires.
        if (++empty > MOST_EMPTY) fail(new Error(`over ${MOST_EMPTY} pieces of it were empty`))
        return
      }
      if (pages.size + bytes.length > limit) return fail(tooLarge(rules, undefined))
      pages.add(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      idle.refresh()
    }
    stream.on('error', fail) // stays, for a second error has nobody else to go to
    if (signal.aborted) return stop()
    if (stream.errored) return fail(stream.errored)
    if (stream.readableEnded || stream.destroyed) return fail(new Error('the stream was already read or destroyed'))

    signal.addEventListener('abort', stop, { once: true })
    stream.on('close', () => fail(new Error('the stream was closed before its end')))
    stream.on('end', () => {
      settle()
      resolve(pages.join())
      release(stream)
    })
    stream.on('data', read)
  })
}

const MOST_EMPTY = 10_000

function timedOut(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' })
}

/** Closes what is behind a stream; one that cannot be closed is held. */
function release(stream: AnyStream): void {
  if (stream.destroy) stream.destroy()
  else stream.pause()
}

/** Streams of Node's, and of libraries that bring their own. */
type AnyStream = NodeJS.ReadableStream & {
  readonly errored?: Error | null
  readonly readableEnded?: boolean
  readonly destroyed?: boolean
  destroy?(): void
}

interface Opened {
  readonly stream: AnyStream
  readonly pages: Pages
}

async function openSource(source: unknown, rules: ContentRules): Promise<Opened> {
  if (isStream(source)) return { stream: source, pages: copyIntoPages() }
  if (isWebStream(source)) return { stream: toStream(source), pages: copyIntoPages() }
  if (isBlob(source)) return { stream: toStream(source.stream()), pages: copyIntoPages() }

  const { path: givenPath, href: givenHref, ...options } = source as ContentPointer
  const href = givenHref instanceof URL ? givenHref.href : givenHref
  const path = givenPath instanceof URL ? fileURLToPath(givenPath) : givenPath
  if (typeof href === 'string') {
    if (!rules.allowUrls) throw notAllowed(rules, { en: 'URL access', zh: 'URL 访问' }, hideSecrets(href))
    return { stream: fetchUrl(href, options, rules.allowedHosts), pages: copyIntoPages() }
  }
  if (typeof path === 'string') {
    if (!rules.allowFiles) throw notAllowed(rules, { en: 'file access', zh: '文件访问' }, path)
    const { size } = await stat(path)
    if (size > rules.limit) throw tooLarge(rules, size)
    // Up to the end that it had, for each piece is allocated whole, also one that nothing is left for.
    const known = size > 0 ? { end: size - 1, highWaterMark: Math.min(size, LARGEST_PIECE) } : {}
    return { stream: createReadStream(path, known), pages: keepPages() }
  }
  throw refused(rules, {
    en: 'expected a string, a Buffer, a stream, a Blob, { path } or { href }',
    zh: '应为字符串、Buffer、流、Blob、{ path } 或 { href }',
  })
}

const LARGEST_PIECE = 1_048_576

interface ContentPointer extends FetchOptions {
  readonly path?: unknown
  readonly href?: unknown
}

function isStream(source: unknown): source is NodeJS.ReadableStream {
  return typeof (source as { pipe?: unknown } | null)?.pipe === 'function'
}

type WebStream = Pick<ReadableStream<unknown>, 'getReader'>

function isWebStream(source: unknown): source is WebStream {
  return typeof (source as { getReader?: unknown } | null)?.getReader === 'function'
}

/** A File is one too. */
function isBlob(source: unknown): source is Pick<Blob, 'size'> & { stream(): WebStream } {
  const { size, stream } = (source ?? {}) as { readonly size?: unknown; readonly stream?: unknown }
  return typeof size === 'number' && typeof stream === 'function'
}

/** Not by `Readable.fromWeb`, which takes Node's own alone. Destroyed, it lets go of the web stream at once. */
function toStream(source: WebStream): AnyStream {
  // To its end, it would be an empty file.
  if (Readable.isDisturbed(source as never)) throw new Error('the stream was already read or destroyed')
  const reader = source.getReader()
  const stream: Readable = new Readable({
    objectMode: true, // what is no bytes is for the reader to refuse
    highWaterMark: 1,
    read: () =>
      void reader.read().then(
        ({ done, value }) => stream.push(done ? null : (value ?? Buffer.alloc(0))),
        (error) => stream.destroy(error),
      ),
    destroy: (error, done) =>
      void reader.cancel(error).then(
        () => done(error),
        () => done(error),
      ),
  })
  return stream
}

/** @param size undefined if there is more than was read */
function tooLarge({ field, limit, limited }: SizeRules, size: number | undefined): SesError {
  const most = limit.toLocaleString('en')
  const what = {
    en: `has ${size === undefined ? 'more bytes' : countBytes(size)}, over the ${countBytes(limit)} for ${limited.en}`,
    zh: `${size === undefined ? '' : `有 ${size.toLocaleString('en')} 字节，`}超过${limited.zh}的上限 ${most} 字节`,
  }
  const hint = isText(field)
    ? { en: 'Shorten it, or link to what is long.', zh: '请缩短正文，或改用链接。' }
    : {
        en: 'Send a link in place of the file, or raise `limits` if your account allows more.',
        zh: '请改为发送文件链接；若账号允许更大的附件，可提高 `limits`。',
      }
  return refused({ field }, what, { reason: 'message-too-large', hint })
}

function notAllowed(rules: ContentRules, { en, zh }: Words, source: string): SesError {
  return refused(rules, { en: `${en} is off, so ${source} is not read`, zh: `已禁用${zh}，不会读取 ${source}` })
}

/** A source that could not be read: a network fault may pass, a file that is not there will not come. */
export function unreadable(error: unknown, rules: ContentRules): unknown {
  if (rules.signal.aborted) return rules.signal.reason
  if (error instanceof SesError) return error
  const { code, message = String(error) } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  const mayPass = error instanceof FetchError ? error.mayPass : PASSING.has(code ?? '')
  return refused(
    rules,
    { en: `could not be read: ${message}`, zh: `无法读取：${message}` },
    {
      retry: mayPass ? 'later' : 'never',
      hint: mayPass ? AGAIN : UNREADABLE,
      ...(error instanceof FetchError && { retryAfterMs: error.retryAfterMs }),
      cause: error,
    },
  )
}

const AGAIN: Words = { en: 'Nothing was sent. Send the mail again later.', zh: '邮件未发送。请稍后重新发送。' }
const UNREADABLE: Words = {
  en: 'Nothing was sent. Give what can be read: a source that is there, and open to this program.',
  zh: '邮件未发送。请提供可读取的来源：确实存在，且本程序有权访问。',
}

function isText(field: string): boolean {
  return field === 'text' || field === 'html'
}

const PASSING: ReadonlySet<string> = new Set(['EFETCH', 'ETIMEDOUT', 'ECONNRESET', 'EMFILE'])

function refused({ field }: { readonly field: string }, why: Words, options: Partial<OwnErrorOptions> = {}): SesError {
  // What is called a path may be a data URL that is none, with a whole file in it.
  const message = { en: `${field}: ${why.en.slice(0, 400)}`, zh: `${field}：${why.zh.slice(0, 400)}` }
  return createError(message, {
    reason: 'message-invalid',
    hint: { en: 'Nothing was sent.', zh: '邮件未发送。' },
    ...options,
    field,
  })
}
