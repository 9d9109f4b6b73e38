import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import * as nodemailerFetch from 'nodemailer/lib/fetch/index.js'
import { SesError, type SesErrorOptions } from '../errors.ts'

/** How content is read: at most `limit` bytes, and only what the caller allows. */
export interface ContentRules {
  /** The part of the mail, for error messages. */
  readonly field: string
  readonly limit: number
  /** What the limit is of, such as "the files together". */
  readonly limited: string
  /** Milliseconds without a byte. */
  readonly idleMs: number
  readonly allowFiles: boolean
  readonly allowUrls: boolean
  readonly signal: AbortSignal
}

/**
 * Reads content of any of Nodemailer's forms (string, Buffer, stream, `{ path }`, `{ href }`) to its end, once. Reading
 * stops as soon as the limit is passed.
 *
 * @throws SesError that names the field
 */
export async function readContent(source: unknown, rules: ContentRules): Promise<Buffer> {
  const known = inMemory(source)
  if (known) return withinLimit(known, rules)
  try {
    return await readStream(await openSource(source, rules), rules)
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
  return undefined
}

/** Reads a stream to its end, of whatever library; a stream that has been read before is an error, and not an empty file. */
function readStream(stream: AnyStream, rules: ContentRules): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let size = 0
    const idle = setTimeout(() => fail(new Error(`no byte for ${rules.idleMs} ms`)), rules.idleMs)
    const settle = () => {
      clearTimeout(idle)
      rules.signal.removeEventListener('abort', stop)
      stream.removeListener('data', read)
      stream.destroy?.()
    }
    const fail = (error: unknown) => {
      settle()
      reject(error)
    }
    const stop = () => fail(rules.signal.reason)
    const read = (chunk: unknown) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      if (!(bytes instanceof Uint8Array)) return fail(new Error(`expected bytes, got ${typeof chunk}`))
      size += bytes.length
      if (size > rules.limit) return fail(tooLarge(rules, 'more'))
      chunks.push(bytes)
      idle.refresh()
    }
    stream.on('error', fail) // stays, for a second error has nobody else to go to
    if (rules.signal.aborted) return stop()
    if (stream.errored) return fail(stream.errored)
    if (stream.readableEnded || stream.destroyed) return fail(new Error('the stream was already read or destroyed'))

    rules.signal.addEventListener('abort', stop, { once: true })
    stream.on('close', () => fail(new Error('the stream was closed before its end')))
    stream.on('end', () => {
      settle()
      resolve(Buffer.concat(chunks, size))
    })
    stream.on('data', read)
  })
}

/** Streams of Node's, and of libraries that bring their own. */
type AnyStream = NodeJS.ReadableStream & {
  readonly errored?: Error | null
  readonly readableEnded?: boolean
  readonly destroyed?: boolean
  destroy?(): void
}

async function openSource(source: unknown, rules: ContentRules): Promise<NodeJS.ReadableStream> {
  if (isStream(source)) return source

  const { path, href, httpHeaders, tls } = source as ContentPointer
  if (typeof href === 'string') {
    if (!rules.allowUrls) throw refused(rules, `URL access is off, so ${href} is not read`)
    return fetchUrl(href, { headers: httpHeaders, tls, timeout: rules.idleMs, maxBytes: Number.POSITIVE_INFINITY })
  }
  if (typeof path === 'string') {
    if (!rules.allowFiles) throw refused(rules, `file access is off, so ${path} is not read`)
    const { size } = await stat(path)
    if (size > rules.limit) throw tooLarge(rules, size.toLocaleString('en'))
    return createReadStream(path)
  }
  throw refused(rules, 'expected a string, a Buffer, a stream, { path } or { href }')
}

interface ContentPointer {
  readonly path?: unknown
  readonly href?: unknown
  readonly httpHeaders?: Record<string, string>
  readonly tls?: Record<string, unknown>
}

type FetchUrl = (url: string, options: object) => NodeJS.ReadableStream

/** Nodemailer's own client for `href`. Its CommonJS file is the function itself up to version 9, and has it as `default` from 10. */
const fetchUrl: FetchUrl = unwrap(nodemailerFetch) as FetchUrl

function unwrap(module: unknown): unknown {
  let found = module
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default
  return found
}

function isStream(source: unknown): source is NodeJS.ReadableStream {
  return typeof (source as { pipe?: unknown } | null)?.pipe === 'function'
}

function withinLimit(content: Buffer, rules: ContentRules): Buffer {
  if (content.length > rules.limit) throw tooLarge(rules, content.length.toLocaleString('en'))
  return content
}

function tooLarge({ field, limited }: ContentRules, bytes: string): SesError {
  return refused({ field }, `has ${bytes} bytes, over ${limited}`, {
    reason: 'message-too-large',
    hint: 'Send a link in place of the file, or raise `limits` if your account allows more.',
  })
}

/** A source that could not be read: a network fault may pass, a file that is not there will not come. */
export function unreadable(error: unknown, rules: ContentRules): unknown {
  if (rules.signal.aborted) return rules.signal.reason
  if (error instanceof SesError) return error
  const { code, message = String(error) } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  const mayPass = code === 'EFETCH' || code === 'ETIMEDOUT' || code === 'ECONNRESET' || code === 'EMFILE'
  return refused(rules, `could not be read: ${message}`, {
    retry: mayPass ? 'later' : 'never',
    cause: error,
  })
}

function refused({ field }: { readonly field: string }, why: string, options: Partial<SesErrorOptions> = {}): SesError {
  // What is called a path may be a data URL that is none, with a whole file in it.
  return new SesError(`${field}: ${why.slice(0, 400)}`, {
    reason: 'message-invalid',
    hint: 'Nothing was sent.',
    ...options,
    field,
  })
}
