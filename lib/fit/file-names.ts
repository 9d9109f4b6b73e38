import type { Attachment, Change } from '../letter.ts'
import { LONGEST_FILE_NAME } from '../provider.ts'
import { brief, changed, type Rule, unchanged } from './rule.ts'

/**
 * Gives every file a name that SES takes, and no two the same.
 *
 * "Unsupported attachment name" otherwise: `? \ * | " < > : /` and spaces are forbidden, 255 characters the most.
 *
 * @see https://www.tencentcloud.com/document/product/1084/42373 "Attachment Types"
 * @see https://www.tencentcloud.com/document/api/1084/39418 "FileName"
 */
export const fileNames: Rule = (letter) => {
  const names = createNames()
  const changes: Change[] = []
  const attachments = letter.attachments.map((file, index) => {
    const name = names.makeUnique(shorten(toAllowedName(file, index), LONGEST_FILE_NAME))
    if (name === file.name) return file

    const was = file.name === undefined ? 'a file without a name' : `"${brief(file.name)}"`
    changes.push({
      rule: 'file-names',
      field: `attachments[${index}]`,
      loss: 'none',
      message: `${was} is called "${name}"`,
    })
    return { ...file, name }
  })
  return changes.length === 0 ? unchanged(letter) : changed({ ...letter, attachments }, changes)
}

/** What SES forbids, control characters, and those that turn the text direction, which hide a name's extension. */
const FORBIDDEN = /[?\\*|"<>:/\s\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

function toAllowedName(file: Attachment, index: number): string {
  const extension = Object.hasOwn(extensions, file.type) ? extensions[file.type] : 'bin'
  // Nodemailer calls a file `attachment-1.*` whose type says nothing.
  const given = (file.name ?? '').trim().replace(/\.\*$/, `.${extension}`)
  const name = (endsInDomain(file) ? `${given}.${extension}` : given).replace(FORBIDDEN, '_')
  return name === '' ? `attachment-${index + 1}.${extension}` : name
}

/**
 * "Statement for example.com" of a PDF: the end of a domain, which by itself would be the extension of a program. Of a type
 * that the text of a program may have as well, it is one.
 */
export function endsInDomain({ name = '', type }: Pick<Attachment, 'name' | 'type'>): boolean {
  return /\.(?:com|app)$/i.test(name.trim()) && Object.hasOwn(extensions, type) && !/^(?:text|message)\//.test(type)
}

/** Numbers a name that is taken, whatever its case. */
function createNames(): { makeUnique(name: string): string } {
  const taken = new Set<string>()
  // The last number given, by start of name: without it the last of ten thousand equal names would try every number.
  const numbers = new Map<string, number>()

  return {
    makeUnique(name) {
      const start = shorten(name, LONGEST_FILE_NAME - LONGEST_SUFFIX).toLowerCase()
      let number = numbers.get(start) ?? 1
      let unique = name
      while (taken.has(unique.toLowerCase())) {
        const suffix = `-${++number}`
        const [stem, extension] = split(shorten(name, LONGEST_FILE_NAME - suffix.length))
        unique = `${stem}${suffix}${extension}`
      }
      taken.add(unique.toLowerCase())
      numbers.set(start, number)
      return unique
    },
  }
}

const LONGEST_SUFFIX = '-1000000'.length

/** Shortens a name before its extension, without splitting a character. */
function shorten(name: string, longest: number): string {
  if (name.length <= longest) return name
  const [stem, extension] = split(name)
  return `${stem.slice(0, longest - extension.length).replace(/[\uD800-\uDBFF]$/, '')}${extension}`
}

function split(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.')
  return dot > 0 && name.length - dot <= 20 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
}

/** Extensions for files without a name, of the types that SES lists. */
const extensions: Readonly<Record<string, string>> = {
  'application/ics': 'ics',
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/zip': 'zip',
  'audio/mpeg': 'mp3',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tiff',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/xml': 'xml',
}
