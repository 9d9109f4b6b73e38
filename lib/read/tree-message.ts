// Tested by test/read/both-readers.test.ts.

import { parseUnquotedName, readField, splitRecipients } from './addresses.ts'
import { decodedText, readHeaders } from './headers.ts'
import type { LetterHeader } from './letter-from-parts.ts'
import type { MimeNode } from './mime-node.ts'
import type { Entity, Part } from './parts.ts'
import { type Content, inMemory } from './source.ts'

/** A part of a mail that Nodemailer composed. */
export interface TreeEntity extends Entity<TreeEntity> {
  readonly node: MimeNode
}

export function entityOf(node: MimeNode): TreeEntity {
  const type = headerValue(node, 'Content-Type')
  return {
    node,
    field: (name) => headerValue(node, name),
    fileName: node.filename || undefined,
    isFile: node.parentNode !== undefined && headerValue(node, 'Content-Disposition') !== '',
    // A node with content of its own is a file, even if its type says otherwise.
    members: /^multipart\//i.test(type) && node.content === undefined ? node.childNodes.map(entityOf) : undefined,
  }
}

/** What the header of a compiled mail says. */
export function headerOfTree(root: MimeNode, envelope: readonly string[]): LetterHeader {
  const bare = (name: 'to' | 'cc') => readField(root, name).map(({ address }) => address)
  const from = root._headers.filter(({ key }) => key === 'From').flatMap(({ value }) => value)
  const unquoted = from.length === 1 && typeof from[0] === 'string' ? parseUnquotedName(from[0]) : undefined

  return {
    from: unquoted ? [unquoted] : readField(root, 'from'),
    ...splitRecipients(envelope, bare('to'), bare('cc')),
    replyTo: readField(root, 'reply-to'),
    subject: decodedText('subject', root.getHeader('Subject')),
    headers: readHeaders(root),
  }
}

/** What is known of a part's content before it is read. */
export function knownContent({ entity }: Part<TreeEntity>): Content {
  const { content } = entity.node
  return typeof content === 'string' ? content : (inMemory(content) ?? '')
}

function headerValue(node: MimeNode, name: string): string {
  // Not by `getHeader`, which works out the spelling of the name each time.
  const value = node._headers.find(({ key }) => key === name)?.value
  return String(
    (typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value) ?? '',
  ).trim()
}
