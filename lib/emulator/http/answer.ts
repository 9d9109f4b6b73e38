// Tested by test/emulator/page/safety.test.ts.

import { printable } from '../page/printable.ts'
import { strictHeaders } from './security.ts'

type Headers = Readonly<Record<string, string>>

/** An answer with the headers that every answer has. */
export function answer(
  type: string,
  body: string | Buffer | ReadableStream<Uint8Array>,
  status = 200,
  headers: Headers = {},
): Response {
  const content = Buffer.isBuffer(body) ? new Uint8Array(body) : body
  return new Response(content, { status, headers: { ...strictHeaders, 'Content-Type': type, ...headers } })
}

export function json(value: unknown, status = 200, headers: Headers = {}): Response {
  return answer('application/json', JSON.stringify(value), status, headers)
}

/** What went wrong, as JSON. */
export function problem(status: number, error: string, headers: Headers = {}): Response {
  return json({ error }, status, headers)
}

export function plainText(text: string): Response {
  return answer('text/plain; charset=utf-8', text)
}

/** A file to be saved: as bytes, whatever type the mail gives it, so that no browser opens it here. */
export function download(name: string, body: string | Buffer, type = 'application/octet-stream'): Response {
  return answer(type, body, 200, { 'Content-Disposition': disposition(name) })
}

/** The name in ASCII, and as RFC 6266 has it. */
function disposition(name: string): string {
  const safe = printable(name).replace(/[/\\]/g, '_').trim() || 'attachment'
  const ascii = safe.replace(/[^ -~]/g, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
