// Tested by test/emulator/refused-rows.test.ts.

import { decodeWords } from 'postal-mime'
import type { File, Leaf, Submission } from '../submission.ts'

// Where in a mail: short words for a person, whatever the mail holds.

/** `Cc: Bob <bob@example.org>` for each field of that name that is not empty. */
export function fieldPlaces(mail: Submission, name: string): readonly string[] {
  return mail.root.fields
    .filter((field) => field.name === name.toLowerCase() && field.value !== '')
    .map(({ value }) => fieldPlace(name, value))
}

export function fieldPlace(name: string, value: string): string {
  // Cut before it is decoded too: a field may have megabytes.
  return `${name}: ${brief(decodeWords(value.slice(0, 500)))}`
}

/** `Subject is empty`, or `no Subject`. */
export function missingField(mail: Submission, name: string): string {
  return mail.root.fields.some((field) => field.name === name.toLowerCase()) ? `${name} is empty` : `no ${name}`
}

/** What is wrong with each file, its name before it. */
export function filePlaces(mail: Submission, fault: (file: File) => string | undefined): readonly string[] {
  return mail.files.flatMap((file, index) => {
    const found = fault(file)
    return found === undefined ? [] : [`${brief(file.name) || `attachment ${index + 1}`}${found}`]
  })
}

/** What is wrong with each text, its type before it. */
export function textPlaces(mail: Submission, fault: (text: Leaf) => string | undefined): readonly string[] {
  return mail.texts.flatMap((text) => {
    const found = fault(text)
    return found === undefined ? [] : [`${brief(text.part.type) || 'the body'}${found}`]
  })
}

/** ` with Content-Disposition: inline`, or ` without Content-Disposition`. */
export function having(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? ` without ${name}` : ` with ${fieldPlace(name, value)}`
}

export function count(value: number): string {
  return value.toLocaleString('en')
}

export function brief(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text
}
