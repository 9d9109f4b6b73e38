import type { Attachment } from '../letter.ts'
import { decodeWords } from './addresses.ts'
import { toUtf8Words } from './encoded-words.ts'
import { checkDepth } from './raw-bounds.ts'
import { parseStructuredField, type StructuredField, textParameter, wordParameter } from './structured-field.ts'

/** A part of a mail as one of the readers found it: with parts of its own, or a leaf. */
export interface Entity<Self> {
  /** A field of its header; empty if there is none. */
  field(name: `Content-${'Type' | 'Disposition' | 'ID' | 'Location' | 'Base'}`): string
  /** A file's name that does not stand in the header. */
  readonly fileName: string | undefined
  /** Whether the caller gave it as a file, which an inline text is not to who reads its header. */
  readonly isFile: boolean
  /** Its parts; nothing for a leaf. */
  readonly members: readonly Self[] | undefined
}

/** A leaf of a mail. */
export interface Part<E = unknown> {
  readonly role: 'text' | 'html' | 'file'
  /** How the caller would call it: `html`, `attachments[0] (invoice.pdf)`. */
  readonly field: string
  readonly entity: E
  /** For a text in bytes. */
  readonly charset: string
  /** RFC 3676: a text whose paragraphs are in several lines. */
  readonly flowed: { readonly delSp: boolean } | undefined
  readonly file: Omit<Attachment, 'content'>
  /** Content-Location, by which the HTML may name it, and what that is relative to. */
  readonly location: string
  readonly base: string
}

/** How texts belong together: they are forms of one, of which a program shows the best, or are shown one behind the other. */
export type Layout<E = unknown> = Part<E> | { readonly isAlternative: boolean; readonly members: readonly Layout<E>[] }

/** The leaves of a mail in their order: the same list whichever reader found them. */
export interface PartList<E = unknown> {
  readonly parts: readonly Part<E>[]
  /** The texts among them. */
  readonly layout: Layout<E>
  /** That it is signed or encrypted, as its type says. */
  readonly protection: Protection | undefined
}

export interface Protection {
  /** `sealed`: encrypted, or signed in a form that has its content inside. */
  readonly kind: 'signed' | 'sealed'
  readonly type: string
}

/** @throws SesError for a file's name in a charset that is not known, and for too many parts in each other */
export function listParts<E extends Entity<E>>(root: E): PartList<E> {
  const found: Found<E> = { leaves: [], files: 0, protection: undefined }
  const layout = walk(root, { parent: '', level: 0, isFirst: true, isResource: false, base: '' }, found)
  const hasBody = found.leaves.some(({ part }) => part.role !== 'file')
  const parts = found.leaves.map(({ part, isForm }) =>
    // Where no text is, the first part is the body, of whatever type; where one is, it is a file beside it.
    isForm && !hasBody ? { ...part, file: { ...part.file, disposition: 'alternative' as const } } : part,
  )
  return { parts, layout: layout ?? { isAlternative: false, members: [] }, protection: found.protection }
}

interface Found<E> {
  readonly leaves: { readonly part: Part<E>; readonly isForm: boolean }[]
  files: number
  protection: Protection | undefined
}

/** Where an entity stands. */
interface Place {
  readonly parent: string
  readonly level: number
  /** Whether nothing stands before it. */
  readonly isFirst: boolean
  /** Whether it is for another part to show: `multipart/related`. */
  readonly isResource: boolean
  /** Of the parts that it is in: what a Content-Location is relative to (RFC 2557 5). */
  readonly base: string
}

function walk<E extends Entity<E>>(entity: E, place: Place, found: Found<E>): Layout<E> | undefined {
  const type = parseStructuredField(entity.field('Content-Type'))
  if (entity.members === undefined) return listLeaf(entity, type, place, found)

  checkDepth(place.level)
  if (type.value === 'multipart/encrypted') found.protection = { kind: 'sealed', type: type.value }
  const isSigned = type.value === 'multipart/signed' && entity.members.length > 1
  if (isSigned) found.protection ??= { kind: 'signed', type: type.value }
  const shown = type.value === 'multipart/related' ? relatedRoot(entity, type) : undefined
  const base = entity.field('Content-Base') || entity.field('Content-Location') || place.base
  const members = entity.members.flatMap((member, index) => {
    if (isSigned && index > 0 && isSignature(typeOf(member), type)) return []
    const layout = walk(
      member,
      {
        parent: type.value,
        level: place.level + 1,
        isFirst: place.isFirst && index === 0,
        isResource: place.isResource || (shown !== undefined && member !== shown),
        base,
      },
      found,
    )
    return layout ?? []
  })
  return { isAlternative: type.value === 'multipart/alternative', members }
}

function isSignature(type: string, signed: StructuredField): boolean {
  return (
    /^application\/(?:(?:x-)?pkcs7|pgp)-signature$/.test(type) ||
    type === wordParameter(signed, 'protocol').toLowerCase()
  )
}

/** The part that shows the others: the one that `start` names, or the first that is a text (RFC 2387). */
function relatedRoot<E extends Entity<E>>(entity: E, type: StructuredField): E | undefined {
  const start = wordParameter(type, 'start')
  const members = entity.members ?? []
  const named = start === '' ? undefined : members.find((member) => member.field('Content-ID') === start)
  return named ?? members.find((member) => /^(?:text|multipart)\//.test(typeOf(member) || 'text/plain'))
}

function typeOf<E extends Entity<E>>(entity: E): string {
  return parseStructuredField(entity.field('Content-Type')).value
}

function listLeaf<E extends Entity<E>>(
  entity: E,
  given: StructuredField,
  place: Place,
  found: Found<E>,
): Part<E> | undefined {
  const disposition = parseStructuredField(entity.field('Content-Disposition'))
  const name = nameOf(entity, given, disposition, `attachments[${found.files}]`)
  const isShown = disposition.value === '' || disposition.value === 'inline'
  const isFile = entity.isFile || name !== undefined || place.isResource || !isShown
  const type =
    given.value === '' ? (place.parent === 'multipart/digest' ? 'message/rfc822' : 'text/plain') : given.value
  const role = isFile ? 'file' : roleOf(type)
  if (place.isFirst && isSealed(type, name, given)) found.protection = { kind: 'sealed', type }

  const contentId = entity.field('Content-ID').replace(/[<>]/g, '') || undefined
  const field = role === 'file' ? `attachments[${found.files++}]${name ? ` (${name.slice(0, 100)})` : ''}` : role
  const part: Part<E> = {
    role,
    field,
    entity,
    charset: wordParameter(given, 'charset') || 'utf-8',
    flowed: isFlowed(type, given) ? { delSp: /^yes$/i.test(wordParameter(given, 'delsp')) } : undefined,
    file: { name, type, disposition: dispositionOf(name, type, disposition.value, place), contentId },
    location: decodeWords(toUtf8Words(field, entity.field('Content-Location'))),
    base: entity.field('Content-Base') || place.base,
  }
  const isUnnamedText = name === undefined && disposition.value === '' && type.startsWith('text/')
  found.leaves.push({ part, isForm: role === 'file' && isUnnamedText && place.isFirst && !place.isResource })
  return role === 'file' ? undefined : part
}

/** A type without a slash is none, and what has one is text (RFC 2045 5.2). */
function roleOf(type: string): Part['role'] {
  if (type === 'text/html') return 'html'
  return type === 'text/plain' || !type.includes('/') ? 'text' : 'file'
}

function isFlowed(type: string, field: StructuredField): boolean {
  return type === 'text/plain' && /^flowed$/i.test(wordParameter(field, 'format'))
}

/**
 * S/MIME in one part, also where a server has forgotten its type (RFC 8551 3.9). A file of that type, such as a signed invoice,
 * has a name of its own and says no more of it.
 */
function isSealed(type: string, name: string | undefined, field: StructuredField): boolean {
  const isNamed = /^smime\.p7[mz]$/i.test(name ?? '')
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(type)) return type === 'application/octet-stream' && isNamed
  return name === undefined || isNamed || field.parameters.has('smime-type')
}

/** Nodemailer gives a file a disposition, and a form of the body none; an invitation may have one from its twin, the file. */
function dispositionOf(
  name: string | undefined,
  type: string,
  disposition: string,
  { parent, isResource }: Place,
): Attachment['disposition'] {
  const isAlternative = parent === 'multipart/alternative'
  if (name !== undefined) return disposition === 'inline' ? 'inline' : 'attachment'
  // An invitation without a name is one wherever it stands.
  if (type === 'text/calendar' && (isAlternative || disposition === '')) return 'alternative'
  if (disposition !== '') return disposition === 'inline' ? 'inline' : 'attachment'
  return type.startsWith('text/') && isAlternative && !isResource ? 'alternative' : 'attachment'
}

function nameOf<E extends Entity<E>>(
  entity: E,
  type: StructuredField,
  disposition: StructuredField,
  field: string,
): string | undefined {
  const named = textParameter(type, 'name', field)
  // Nodemailer calls a file without a name so, also where its type has one.
  const given = named && /^attachment-\d+\.[^.]*$/.test(entity.fileName ?? '') ? named : entity.fileName
  return given || textParameter(disposition, 'filename', field) || named || undefined
}
