import { randomUUID } from 'node:crypto'
import type { Change, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { headerText, withDateAndId } from './headers.ts'
import { refuseLostAddresses } from './lost-addresses.ts'
import { closeAccess, dropSendingOptions, refuseInherited } from './mail-options.ts'
import { type MailMessage, type MimeNode, nodesOf, treeOf } from './mime-node.ts'
import { checkKnownParts, checkKnownSources, readParts, readRendered } from './part-contents.ts'
import { hasSeveralBodies, knownContent, letterFromTree, listParts } from './parts.ts'
import { letterFromBytes } from './raw-message.ts'

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
  refuseInherited(mail)
  const envelope = [...root.getEnvelope().to]
  refuseLostAddresses(mail, root)
  const changes = dropSendingOptions(mail, root, settings)
  const messageId = headerText('message-id', root.messageId()) || `<${randomUUID()}@localhost>`
  closeAccess(mail, root, settings)

  // Of the parts and the outline nothing is kept in `readLetter`: the mail may wait, with ten thousand others.
  const opened = { root, envelope, messageId }
  const parts = listParts(root)
  if (isOpaque(root) || hasSeveralBodies(parts)) {
    checkKnownSources(root, settings)
    return { messageId, outline: undefined, changes, readLetter: (signal) => readBytes(opened, settings, signal) }
  }
  checkKnownParts(parts, settings)
  const outline = letterFromTree(root, envelope, parts, parts.map(knownContent))
  return { messageId, outline, changes, readLetter: (signal) => readTree(opened, settings, signal) }
}

interface Opened {
  readonly root: MimeNode
  readonly envelope: readonly string[]
  readonly messageId: string
}

async function readTree(opened: Opened, settings: Settings, signal: AbortSignal): Promise<Letter> {
  const { root, envelope } = opened
  const parts = listParts(root)
  return complete(opened, letterFromTree(root, envelope, parts, await readParts(parts, settings, signal)))
}

async function readBytes(opened: Opened, settings: Settings, signal: AbortSignal): Promise<Letter> {
  const bytes = await readRendered(opened.root, settings, signal)
  return complete(opened, await letterFromBytes(bytes, opened.envelope))
}

function complete({ root, messageId }: Opened, letter: Letter): Letter {
  return { ...letter, headers: withDateAndId(letter.headers, root.date ?? new Date(), messageId) }
}

/** `raw`, a raw part, or a plugin's transform: only the rendered bytes tell what would be sent. */
function isOpaque(root: MimeNode): boolean {
  if (root._transforms.length > 0 || root._processFuncs.length > 0) return true
  for (const node of nodesOf(root)) if (node._raw) return true
  return false
}
