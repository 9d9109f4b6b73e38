import { randomUUID } from 'node:crypto'
import type { Change, Header, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { closeAccess } from './access.ts'
import { readField, tellNames } from './addresses.ts'
import { readCallback, withCallback } from './callback.ts'
import { headerText, withDateAndId } from './headers.ts'
import { letterFromBytes, type ReadLetter } from './letter-from-bytes.ts'
import { letterFromParts } from './letter-from-parts.ts'
import { readEnvelope, refuseLostAddresses } from './lost-addresses.ts'
import { dropSendingOptions, refuseInherited } from './mail-options.ts'
import { type MailMessage, type MimeNode, nodesOf, treeOf } from './mime-node.ts'
import { checkKnownParts, checkKnownSources, readParts, readRendered } from './part-contents.ts'
import { listParts } from './parts.ts'
import { refuseProtected } from './signed.ts'
import { entityOf, headerOfTree, knownContent } from './tree-message.ts'

/** A mail as it was handed over, its content not read yet. */
export interface OpenMail {
  readonly messageId: string
  /** Everybody who is to get it. */
  readonly envelope: readonly string[]
  /** What is known without reading: files and streams are empty here. Nothing for a mail that has to be parsed first. */
  readonly outline: Letter | undefined
  readonly changes: readonly Change[]
  /** Reads every content, once, under the limits. */
  readLetter(signal: AbortSignal): Promise<ReadLetter>
}

/**
 * Opens a mail: copies its envelope and takes it from Nodemailer's MIME tree, which has what plugins, `list`,
 * `priority` and `defaults` added. A mail that the tree does not tell all of (raw, or transformed) is rendered and parsed.
 */
export function openMail(mail: MailMessage, settings: Settings): OpenMail {
  const root = treeOf(mail)
  refuseInherited(mail)
  refuseLostAddresses(mail, root)
  const callback = readCallback(mail)
  const envelope = readEnvelope(mail, root).map(({ address }) => address)
  const changes = dropSendingOptions(mail, root, settings)
  const messageId = headerText('message-id', root.messageId()) || `<${randomUUID()}@localhost>`
  closeAccess(mail, root, settings)

  // Of the parts and the outline nothing is kept in `readLetter`: the mail may wait, with ten thousand others.
  const opened = { root, envelope, messageId, callback }
  if (isOpaque(root)) {
    checkKnownSources(root, settings)
    return {
      messageId,
      envelope,
      outline: undefined,
      changes,
      readLetter: (signal) => readBytes(opened, settings, signal),
    }
  }
  const list = listParts(entityOf(root))
  const protection = refuseProtected('message', list.protection, settings)
  const names = (['to', 'cc'] as const).flatMap((field) => tellNames(field, readField(root, field), envelope))
  checkKnownParts(list.parts, settings)
  const outline = letterFromParts(headerOfTree(root, envelope), list, list.parts.map(knownContent))
  return {
    messageId,
    envelope,
    outline: { ...outline, headers: withCallback(outline.headers, callback) },
    changes: [...changes, ...names, ...protection],
    readLetter: (signal) => readTree(opened, settings, signal),
  }
}

interface Opened {
  readonly root: MimeNode
  readonly envelope: readonly string[]
  readonly messageId: string
  readonly callback: readonly Header[]
}

async function readTree(opened: Opened, settings: Settings, signal: AbortSignal): Promise<ReadLetter> {
  const { root, envelope } = opened
  const list = listParts(entityOf(root))
  const contents = await readParts(list.parts, settings, signal)
  return complete(opened, {
    letter: letterFromParts(headerOfTree(root, envelope), list, contents),
    changes: [],
  })
}

async function readBytes(opened: Opened, settings: Settings, signal: AbortSignal): Promise<ReadLetter> {
  const bytes = await readRendered(opened.root, settings, signal)
  const field = opened.root._raw ? 'raw' : 'message'
  return complete(opened, letterFromBytes(bytes, opened.envelope, settings, field))
}

function complete({ root, messageId, callback }: Opened, { letter, changes }: ReadLetter): ReadLetter {
  const own = withCallback(letter.headers, callback)
  const headers = withDateAndId(own, root.date ?? new Date(), messageId)
  return { letter: { ...letter, headers }, changes }
}

/** `raw`, a raw part, or a plugin's transform: only the rendered bytes tell what would be sent. */
function isOpaque(root: MimeNode): boolean {
  if (root._transforms.length > 0 || root._processFuncs.length > 0) return true
  for (const node of nodesOf(root)) if (node._raw) return true
  return false
}
