// Tested by test/emulator/page/safety.test.ts.

import type { Markup } from './markup.ts'
import { printable } from './printable.ts'
import { type Allowances, headersFor } from './security.ts'

/** The response to a request. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export function page({ markup }: Markup, allowances?: Allowances): Answer {
  return answer(200, 'text/html; charset=utf-8', `<!doctype html>\n${markup}`, allowances)
}

export function asset(type: string, body: string): Answer {
  return answer(200, `${type}; charset=utf-8`, body)
}

export function message(status: number, text: string): Answer {
  return answer(status, 'text/plain; charset=utf-8', `${text}\n`)
}

/** A file to be saved: as bytes, whatever type the mail gives it, so that no browser opens it here. */
export function download(name: string, body: string | Buffer, type = 'application/octet-stream'): Answer {
  const { headers, ...rest } = answer(200, type, body)
  return { ...rest, headers: { ...headers, 'Content-Disposition': disposition(name) } }
}

function answer(status: number, type: string, body: string | Buffer, allowances?: Allowances): Answer {
  return { status, headers: { ...headersFor(allowances), 'Content-Type': type }, body }
}

/** The name in ASCII, and as RFC 6266 has it. */
function disposition(name: string): string {
  const safe = printable(name).replace(/[/\\]/g, '_').trim() || 'attachment'
  const ascii = safe.replace(/[^ -~]/g, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
