// Tested by test/read/parts.test.ts.

import type { Transport } from 'nodemailer'

/** What Nodemailer gives to a transport's `send`. */
export type MailMessage = Parameters<Transport['send']>[0]

/**
 * The parts of Nodemailer's MIME tree that are read here, alike in Nodemailer 6 to 10. Its types hide those with an
 * underscore, and no public way leads to them.
 */
export interface MimeNode {
  readonly childNodes: readonly MimeNode[]
  readonly parentNode?: MimeNode | undefined
  readonly filename?: string | false | undefined
  /** String, Buffer, stream, `{ path }` or `{ href }`. */
  content?: unknown
  /** A part, or a whole message, that the caller wrote itself. */
  _raw?: unknown
  /** The envelope, if one was given; else it follows from the headers. */
  readonly _envelope?: unknown
  readonly _headers: readonly { readonly key: string; readonly value: unknown }[]
  readonly _transforms: readonly unknown[]
  _processFuncs: readonly unknown[]
  readonly date?: Date | null
  disableFileAccess: boolean
  disableUrlAccess: boolean
  readonly normalizeHeaderKey?: ((key: string, value: string) => unknown) | undefined
  getHeader(key: string): unknown
  getEnvelope(): { readonly from: string | false; readonly to: readonly string[] }
  messageId(): string
  createReadStream(): NodeJS.ReadableStream
}

export function treeOf(mail: MailMessage): MimeNode {
  return mail.message as unknown as MimeNode
}

/** What is read here of the transporter that a mail comes from. */
export interface Mailer {
  /** The second argument of `createTransport`. */
  readonly _defaults: Readonly<Record<string, unknown>>
  readonly options: Record<string, unknown>
  readonly dkim: unknown
  /** For `attachDataUrls`: makes parts of the images that stand in the HTML. */
  _convertDataImages(mail: MailMessage, callback: (error?: Error) => void): void
}

/** Nothing of it is certain: a program may call a transport itself. */
export function mailerOf(mail: MailMessage): Partial<Mailer> {
  const { mailer } = mail as { readonly mailer?: unknown }
  return (mailer ?? {}) as Partial<Mailer>
}

/** Every node of a tree, the root first. */
export function* nodesOf(node: MimeNode): Generator<MimeNode> {
  const open = [node]
  for (let next = open.pop(); next; next = open.pop()) {
    yield next
    for (let index = next.childNodes.length - 1; index >= 0; index--) open.push(next.childNodes[index] as MimeNode)
  }
}
