import { randomUUID } from 'node:crypto'
import type { Change, Letter } from '../letter.ts'
import type { Settings } from '../settings.ts'
import { type Recipients, splitRecipients, toMailboxes } from './addresses.ts'
import { letterFromBytes } from './bytes.ts'
import { type ContentRules, readContent, unreadable } from './content.ts'
import { headerText, withDateAndId } from './headers.ts'
import { type MailMessage, type MimeNode, nodesOf, treeOf } from './mail-message.ts'
import { dropSendingOptions } from './sending-options.ts'
import { hasSeveralBodies, knownContent, letterFromTree, listParts, type Part } from './tree.ts'
import { refuseLostAddresses } from './unaddressed.ts'

/** A mail as it was handed over, its content not read yet. */
export interface OpenMail {
  readonly messageId: string
  /** What is known without reading: files and streams are empty here. Nothing for a mail that has to be parsed first. */
  readonly outline: Letter | undefined
  readonly changes: readonly Change[]
  /** Reads every content, once, under the limits. */
  readLetter(signal: AbortSignal): Promise<Letter>
}

/**
 * Opens a mail: copies its envelope and takes it from Nodemailer's MIME tree, which has what plugins, `list`,
 * `priority` and `defaults` added. A mail that the tree does not tell all of (raw, or transformed) is rendered and parsed.
 */
export function openMail(mail: MailMessage, settings: Settings): OpenMail {
  const root = treeOf(mail)
  const envelope = [...root.getEnvelope().to]
  refuseLostAddresses(mail, root)
  const changes = dropSendingOptions(mail, root, settings)
  const messageId = headerText('message-id', root.messageId()) || `<${randomUUID()}@localhost>`
  const complete = (letter: Letter): Letter => ({
    ...letter,
    headers: withDateAndId(letter.headers, root.date ?? new Date(), messageId),
  })
  closeAccess(root, settings)

  const parts = listParts(root)
  if (isOpaque(root) || hasSeveralBodies(parts)) {
    const readLetter = async (signal: AbortSignal) => {
      // Twice the limit, for what comes in another encoding may be larger than what goes out.
      const limit = settings.limits.message * 2
      const field = root._raw ? 'raw' : 'message'
      const rules = contentRules(settings, field, { limit, of: 'a message to be rewritten' }, root, signal)
      return complete(await letterFromBytes(await readContent(render(root, rules), rules), envelope))
    }
    return { messageId, outline: undefined, changes, readLetter }
  }

  const addresses = root.getAddresses()
  const bare = (name: string) => toMailboxes(addresses[name]).map(({ address }) => address)
  const recipients = splitRecipients(envelope, bare('to'), bare('cc'))
  return {
    messageId,
    outline: letterFromTree(root, recipients, parts, parts.map(knownContent)),
    changes,
    readLetter: async (signal) => complete(await readParts(root, recipients, parts, settings, signal)),
  }
}

async function readParts(
  root: MimeNode,
  recipients: Recipients,
  parts: readonly Part[],
  settings: Settings,
  signal: AbortSignal,
): Promise<Letter> {
  const { body, attachment, attachments } = settings.limits
  const contents: Buffer[] = []
  const read = new Map<unknown, Buffer>()
  let left = attachments

  for (const part of parts) {
    const limit =
      part.role !== 'file'
        ? { limit: body, of: 'text and HTML' }
        : left < attachment
          ? { limit: left, of: `what is left of ${formatBytes(attachments)} for all files` }
          : { limit: attachment, of: 'one file' }
    const source = part.node.content
    // A calendar invitation stands in two parts, which share one source that can be read once.
    const content =
      read.get(source) ?? (await readContent(source, contentRules(settings, part.field, limit, part.node, signal)))
    if (typeof source === 'object' && source !== null) read.set(source, content)
    if (part.role === 'file') left = Math.max(0, left - content.length)
    contents.push(content)
  }
  return letterFromTree(root, recipients, parts, contents)
}

function contentRules(
  settings: Settings,
  field: string,
  { limit, of }: { readonly limit: number; readonly of: string },
  node: MimeNode,
  signal: AbortSignal,
): ContentRules {
  return {
    field,
    limit,
    limited: `the ${formatBytes(limit)} for ${of}`,
    idleMs: settings.timeouts.socketMs,
    allowFiles: !isClosed(node, 'disableFileAccess'),
    allowUrls: !isClosed(node, 'disableUrlAccess'),
    signal,
  }
}

function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`
}

/** `raw`, a raw part, or a plugin's transform: only the rendered bytes tell what would be sent. */
function isOpaque(root: MimeNode): boolean {
  if (root._transforms.length > 0 || root._processFuncs.length > 0) return true
  for (const node of nodesOf(root)) if (node._raw) return true
  return false
}

/** A plugin's transform may fail before it is asked for a byte. */
function render(root: MimeNode, rules: ContentRules): NodeJS.ReadableStream {
  try {
    return root.createReadStream()
  } catch (error) {
    throw unreadable(error, rules)
  }
}

/** The transport's own access options, which hold also where Nodemailer opens the content. */
function closeAccess(root: MimeNode, settings: Settings): void {
  if (!settings.disableFileAccess && !settings.disableUrlAccess) return
  for (const node of nodesOf(root)) {
    if (settings.disableFileAccess) node.disableFileAccess = true
    if (settings.disableUrlAccess) node.disableUrlAccess = true
  }
}

function isClosed(node: MimeNode, access: 'disableFileAccess' | 'disableUrlAccess'): boolean {
  for (let each: MimeNode | undefined = node; each; each = each.parentNode) if (each[access]) return true
  return false
}
