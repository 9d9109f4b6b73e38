import type { Attachment, Letter } from '../letter.ts'
import { parseUnquotedName, type Recipients, toMailboxes } from './addresses.ts'
import { inMemory } from './content.ts'
import { decodedText, readHeaders } from './headers.ts'
import type { MimeNode } from './mail-message.ts'

/** A leaf of a MIME tree whose content has not been read. */
export interface Part {
  readonly role: 'text' | 'html' | 'file'
  /** How the caller would call it: `html`, `attachments[0] (invoice.pdf)`. */
  readonly field: string
  /** For a text in bytes. */
  readonly charset: string
  readonly node: MimeNode
  readonly file: Omit<Attachment, 'content'>
}

/** The leaves of a compiled mail in their order. */
export function listParts(root: MimeNode): Part[] {
  const parts: Part[] = []
  const open: { node: MimeNode; parent: string }[] = [{ node: root, parent: '' }]
  let files = 0

  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parent } = next
    const { type, charset } = contentType(node)
    // A node with content of its own is a file, even if its type says otherwise.
    if (type.startsWith('multipart/') && node.content === undefined) {
      for (const child of [...node.childNodes].reverse()) open.push({ node: child, parent: type })
      continue
    }
    const role = roleOf(node, type)
    const name = node.filename || undefined
    const field = role === 'file' ? `attachments[${files++}]${name ? ` (${name})` : ''}` : role
    const disposition = dispositionOf(node, type, parent)
    parts.push({ role, field, charset, node, file: { name, type, disposition, contentId: contentId(node) } })
  }
  return parts
}

/** A letter from a compiled mail, `contents` being what its parts hold. */
export function letterFromTree(
  root: MimeNode,
  recipients: Recipients,
  parts: readonly Part[],
  contents: readonly Buffer[],
): Letter {
  const addresses = root.getAddresses()
  const from = root._headers.filter(({ key }) => key === 'From').flatMap(({ value }) => value)
  const unquoted = from.length === 1 && typeof from[0] === 'string' ? parseUnquotedName(from[0]) : undefined

  return {
    from: unquoted ? [unquoted] : toMailboxes(addresses['from']),
    ...recipients,
    replyTo: toMailboxes(addresses['reply-to']),
    subject: decodedText(root.getHeader('Subject')),
    text: textOf('text', parts, contents),
    html: textOf('html', parts, contents),
    attachments: parts.flatMap((part, index) =>
      part.role === 'file' ? [{ ...part.file, content: contents[index] ?? Buffer.alloc(0) }] : [],
    ),
    headers: readHeaders(root),
  }
}

/** What is known of a part's content before it is read. */
export function knownContent(part: Part): Buffer {
  return inMemory(part.node.content) ?? Buffer.alloc(0)
}

/** The last of several, as a mail program shows the last alternative that it can. */
function textOf(role: 'text' | 'html', parts: readonly Part[], contents: readonly Buffer[]): string | undefined {
  const index = parts.findLastIndex((part) => part.role === role)
  const part = parts[index]
  if (!part) return undefined
  if (typeof part.node.content === 'string') return part.node.content
  return decode(contents[index] ?? Buffer.alloc(0), part.charset)
}

function decode(content: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(content)
  } catch {
    return new TextDecoder().decode(content) // a charset that no one knows
  }
}

function roleOf(node: MimeNode, type: string): Part['role'] {
  if (node.filename || headerValue(node, 'Content-Disposition') !== '') return 'file'
  return type === 'text/plain' ? 'text' : type === 'text/html' ? 'html' : 'file'
}

/** Nodemailer gives a file a disposition, and a form of the body none; an invitation may have one from its twin, the file. */
function dispositionOf(node: MimeNode, type: string, parent: string): Attachment['disposition'] {
  if (node.filename) return isInline(node) ? 'inline' : 'attachment'
  if (type === 'text/calendar' && parent === 'multipart/alternative') return 'alternative'
  if (headerValue(node, 'Content-Disposition') === '') return 'alternative'
  return isInline(node) ? 'inline' : 'attachment'
}

function isInline(node: MimeNode): boolean {
  return headerValue(node, 'Content-Disposition').toLowerCase().startsWith('inline')
}

function contentId(node: MimeNode): string | undefined {
  return headerValue(node, 'Content-ID').replace(/[<>]/g, '') || undefined
}

function contentType(node: MimeNode): { readonly type: string; readonly charset: string } {
  const value = headerValue(node, 'Content-Type') || 'text/plain'
  const type = value.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return { type, charset: /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(value)?.[1] ?? 'utf-8' }
}

function headerValue(node: MimeNode, name: string): string {
  const value = node.getHeader(name)
  return String(
    (typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value) ?? '',
  ).trim()
}
