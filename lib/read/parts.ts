import { SesError } from '../errors.ts'
import type { Attachment, Letter } from '../letter.ts'
import { decodeWords, parseUnquotedName, splitRecipients, toMailboxes } from './addresses.ts'
import { decodedText, readHeaders } from './headers.ts'
import type { MimeNode } from './mime-node.ts'
import { type Content, inMemory } from './source.ts'

/** A leaf of a MIME tree whose content has not been read. */
export interface Part {
  readonly role: 'text' | 'html' | 'file'
  /** How the caller would call it: `html`, `attachments[0] (invoice.pdf)`. */
  readonly field: string
  /** For a text in bytes. */
  readonly charset: string
  readonly node: MimeNode
  /** What it is a form of: the `multipart/alternative` around it, or itself. */
  readonly body: MimeNode
  readonly file: Omit<Attachment, 'content'>
}

/** The leaves of a compiled mail in their order. */
export function listParts(root: MimeNode): Part[] {
  const parts: Part[] = []
  const open: { node: MimeNode; parent: string; body?: MimeNode | undefined }[] = [{ node: root, parent: '' }]
  let files = 0

  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parent } = next
    const { type, charset } = contentType(node)
    // A node with content of its own is a file, even if its type says otherwise.
    if (type.startsWith('multipart/') && node.content === undefined) {
      const body = next.body ?? (type === 'multipart/alternative' ? node : undefined)
      for (const child of [...node.childNodes].reverse()) open.push({ node: child, parent: type, body })
      continue
    }
    const role = roleOf(node, type)
    const name = nameOf(node)
    const field = role === 'file' ? `attachments[${files++}]${name ? ` (${name.slice(0, 100)})` : ''}` : role
    const file = { name, type, disposition: dispositionOf(node, type, parent), contentId: contentId(node) }
    parts.push({ role, field, charset, node, body: next.body ?? node, file })
  }
  return parts
}

/** Whether a plugin put a second text or HTML beside the first. How these read together is for a parser of messages to say. */
export function hasSeveralBodies(parts: readonly Part[]): boolean {
  return new Set(parts.filter(({ role }) => role !== 'file').map(({ body }) => body)).size > 1
}

/** A letter from a compiled mail, `contents` being what its parts hold. */
export function letterFromTree(
  root: MimeNode,
  envelope: readonly string[],
  parts: readonly Part[],
  contents: readonly Content[],
): Letter {
  const text = shown('text', parts, contents)
  const html = shown('html', parts, contents)
  const addresses = root.getAddresses()
  const bare = (name: string) => toMailboxes(addresses[name]).map(({ address }) => address)
  const from = root._headers.filter(({ key }) => key === 'From').flatMap(({ value }) => value)
  const unquoted = from.length === 1 && typeof from[0] === 'string' ? parseUnquotedName(from[0]) : undefined

  return {
    from: unquoted ? [unquoted] : toMailboxes(addresses['from']),
    ...splitRecipients(envelope, bare('to'), bare('cc')),
    replyTo: toMailboxes(addresses['reply-to']),
    subject: decodedText(root.getHeader('Subject')),
    text: textOf(parts[text], contents[text]),
    html: textOf(parts[html], contents[html]),
    attachments: parts.flatMap(({ file }, index) =>
      index === text || index === html ? [] : [{ ...file, content: bytesOf(contents[index]) }],
    ),
    headers: readHeaders(root),
  }
}

/** What is known of a part's content before it is read. */
export function knownContent({ node: { content } }: Part): Content {
  return typeof content === 'string' ? content : (inMemory(content) ?? '')
}

function bytesOf(content: Content = ''): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content
}

/** Of several forms the last that says something, as a mail program shows the last that it can. */
function shown(role: Part['role'], parts: readonly Part[], contents: readonly Content[]): number {
  const says = parts.findLastIndex((part, at) => part.role === role && saysSomething(contents[at]))
  return says === -1 ? parts.findLastIndex((part) => part.role === role) : says
}

function saysSomething(content: Content = ''): boolean {
  return typeof content === 'string' ? /[^\0-\x20]/.test(content) : content.some((byte) => byte > SPACE)
}

const SPACE = 0x20

function textOf(part: Part | undefined, content: Content = ''): string | undefined {
  if (!part) return undefined
  return typeof content === 'string' ? content : decode(content, part)
}

function decode(content: Buffer, { field, charset }: Part): string {
  try {
    return new TextDecoder(knownCharset(charset), { fatal: true }).decode(content)
  } catch {
    throw new SesError(`${field}: its bytes are no text in ${charset}. Nothing was sent.`, {
      reason: 'message-invalid',
      field,
      hint: 'Give it as a string, or as one of `alternatives` whose `contentType` names its charset.',
    })
  }
}

function knownCharset(charset: string): string {
  try {
    return new TextDecoder(charset).encoding
  } catch {
    return 'utf-8'
  }
}

/** A disposition makes a part a file; but an inline one on the root is that of the mail, and comes from its headers. */
function roleOf(node: MimeNode, type: string): Part['role'] {
  const isFile = headerValue(node, 'Content-Disposition') !== '' && (node.parentNode || !isInline(node))
  if (node.filename || isFile) return 'file'
  return type === 'text/plain' ? 'text' : type === 'text/html' ? 'html' : 'file'
}

/** Nodemailer gives a file a disposition, and a form of the body none; an invitation may have one from its twin, the file. */
function dispositionOf(node: MimeNode, type: string, parent: string): Attachment['disposition'] {
  if (node.filename) return isInline(node) ? 'inline' : 'attachment'
  if (type === 'text/calendar' && parent === 'multipart/alternative') return 'alternative'
  if (headerValue(node, 'Content-Disposition') !== '') return isInline(node) ? 'inline' : 'attachment'
  // What a plugin appended beside the body is no form of it.
  const isForm = parent === 'multipart/alternative' || !node.parentNode || node.parentNode.childNodes[0] === node
  return type.startsWith('text/') && isForm ? 'alternative' : 'attachment'
}

function nameOf(node: MimeNode): string | undefined {
  const given = node.filename || parameter(node, 'Content-Disposition', 'filename')
  return given || parameter(node, 'Content-Type', 'name') || undefined
}

function parameter(node: MimeNode, header: string, name: 'name' | 'filename'): string {
  const value = headerValue(node, header)
  if (!value.includes(';')) return ''
  const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i')
  const [, quoted, bare = ''] = pattern.exec(value) ?? []
  return decodeWords(quoted?.replace(/\\(.)/g, '$1') ?? bare)
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
  // Not by `getHeader`, which works out the spelling of the name each time.
  const value = node._headers.find(({ key }) => key === name)?.value
  return String(
    (typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value) ?? '',
  ).trim()
}
