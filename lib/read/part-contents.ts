// Tested by test/read/mail.test.ts.

import { performance } from 'node:perf_hooks'
import type { Words } from '../language.ts'
import type { Settings } from '../options/options.ts'
import { type MimeNode, nodesOf } from './mime-node.ts'
import { listParts, type Part } from './parts.ts'
import { checkPartCount } from './raw-bounds.ts'
import {
  type Content,
  type ContentRules,
  checkKnownSize,
  type Deadline,
  inMemory,
  readContent,
  type SizeRules,
  TEXTS,
  unreadable,
} from './source.ts'
import { entityOf, type TreeEntity } from './tree-message.ts'

/** Reads what the parts of a mail hold, each source once. */
export async function readParts(
  parts: readonly Part<TreeEntity>[],
  settings: Settings,
  signal: AbortSignal,
): Promise<Content[]> {
  const deadline = startDeadline(settings)
  const contents: Content[] = []
  const read = new Map<unknown, Buffer>()
  let files = 0

  for (const part of parts) {
    const { node } = part.entity
    const source = node.content
    const size = partSize(settings, part, files)
    const readSource = () => readContent(source, contentRules(size, node, settings, deadline, signal))
    // A calendar invitation stands in two parts, which share one source that can be read once.
    const content = typeof source === 'string' ? source : (read.get(source) ?? (await readSource()))
    const bytes = typeof content === 'string' ? checkKnownSize(content, size) : content.length
    if (typeof content !== 'string') read.set(source, content)
    if (part.role === 'file') files += bytes
    contents.push(content)
  }
  return contents
}

/** Renders a mail, for one of which only its bytes tell what would be sent. */
export async function readRendered(root: MimeNode, settings: Settings, signal: AbortSignal): Promise<Buffer> {
  const deadline = startDeadline(settings)
  await readSources(root, settings, deadline, signal)
  const raw = inMemory(root._raw || undefined)
  // Rendered, it would be the same, and twice in memory.
  if (root._raw && raw && root._transforms.length + root._processFuncs.length === 0) return withLastLineEnd(raw)
  const field = root._raw ? 'raw' : 'message'
  const rules = contentRules(renderedSize(settings, field), root, settings, deadline, signal)
  return readContent(render(root, rules), rules)
}

/** As Nodemailer renders it. */
function withLastLineEnd(message: Buffer): Buffer {
  return message.at(-1) === LF ? message : Buffer.concat([message, Buffer.from('\r\n')])
}

const LF = 10

/** A plugin's transform may fail before it is asked for a byte. */
function render(root: MimeNode, rules: ContentRules): NodeJS.ReadableStream {
  try {
    return root.createReadStream()
  } catch (error) {
    throw unreadable(error, rules)
  }
}

/** Puts the content of files, URLs and streams into the tree, so that it is not the rendering that opens and leaves them. */
async function readSources(root: MimeNode, settings: Settings, deadline: Deadline, signal: AbortSignal): Promise<void> {
  const read = new Map<unknown, Buffer>()
  let size = 0
  for (const { node, key, field } of sourcesOf(root)) {
    const source = node[key]
    const rules = contentRules(renderedSize(settings, field, size), node, settings, deadline, signal)
    const content = read.get(source) ?? (await readContent(source, rules))
    if (typeof source === 'object') read.set(source, content)
    if (typeof source !== 'string') node[key] = content
    size += content.length
  }
}

/** Refuses content that is too large already as it was given, as reading would when its turn has come. */
export function checkKnownParts(parts: readonly Part<TreeEntity>[], settings: Settings): void {
  let files = 0
  for (const part of parts) {
    const size = checkKnownSize(part.entity.node.content, partSize(settings, part, files))
    if (part.role === 'file') files += size
  }
}

/** As {@link checkKnownParts}, for a mail that has to be rendered. */
export function checkKnownSources(root: MimeNode, settings: Settings): void {
  let count = 0
  let size = 0
  for (const { node, key, field } of sourcesOf(root)) {
    checkPartCount(++count)
    size += checkKnownSize(node[key], renderedSize(settings, field, size))
  }
}

/** What a tree is rendered from, and how the caller would call it. */
function* sourcesOf(root: MimeNode): Generator<{ node: MimeNode; key: '_raw' | 'content'; field: string }, void> {
  const fields = new Map(listParts(entityOf(root)).parts.map(({ entity, field }) => [entity.node, field]))
  for (const node of nodesOf(root)) {
    const key = node._raw ? '_raw' : 'content'
    if (node[key]) yield { node, key, field: node === root && node._raw ? 'raw' : (fields.get(node) ?? 'raw') }
  }
}

/** @param files bytes of the files before it */
function partSize({ limits }: Settings, { role, field }: Part, files: number): SizeRules {
  const left = Math.max(0, limits.attachments - files)
  if (role !== 'file') return { field, limit: limits.body, limited: TEXTS }
  return left < limits.attachment
    ? { field, limit: left, limited: leftOf(limits.attachments) }
    : { field, limit: limits.attachment, limited: { en: 'one file', zh: '单个附件' } }
}

function leftOf(limit: number): Words {
  const bytes = limit.toLocaleString('en')
  return { en: `what is left of ${bytes} bytes for all files`, zh: `全部附件 ${bytes} 字节的余量` }
}

/**
 * Twice the limit, for what comes in another encoding may be larger than what goes out.
 *
 * @param before bytes of the sources before it
 */
function renderedSize({ limits }: Settings, field: string, before = 0): SizeRules {
  return {
    field,
    limit: Math.max(0, limits.message * 2 - before),
    limited: { en: 'a message to be rewritten', zh: '待重写的邮件' },
  }
}

function contentRules(
  size: SizeRules,
  node: MimeNode,
  { timeouts, allowUrls }: Settings,
  deadline: Deadline,
  signal: AbortSignal,
): ContentRules {
  return {
    ...size,
    idleMs: timeouts.socketMs,
    deadline,
    allowFiles: !isClosed(node, 'disableFileAccess'),
    allowUrls: !isClosed(node, 'disableUrlAccess'),
    allowedHosts: allowUrls,
    signal,
  }
}

function startDeadline({ timeouts }: Settings): Deadline {
  return { contentMs: timeouts.contentMs, at: performance.now() + timeouts.contentMs }
}

function isClosed(node: MimeNode, access: 'disableFileAccess' | 'disableUrlAccess'): boolean {
  for (let each: MimeNode | undefined = node; each; each = each.parentNode) if (each[access]) return true
  return false
}
