// Tested by test/cli/check.test.ts.

import { printable } from '../emulator/page/printable.ts'
import type { CheckOptions } from './check-options.ts'
import type { FileReport, LetterReport, Problem } from './check-report.ts'
import { fileName } from './message-file.ts'
import { wrap } from './wrap.ts'

/** A report for a person: plain text in 100 columns, without terminal control characters from the mail. */
export function humanReport(report: FileReport, options: CheckOptions): string {
  const { file, canBeSent, refused, changes, letters, error } = report
  const lines = [
    `${fileName(file)}: ${canBeSent ? 'can be sent' : 'cannot be sent'}`,
    ...section(refused.length === 0 ? 'SES would take it as it stands.' : 'SES would refuse it as it stands:'),
    ...refused.flatMap(({ row, words, where }) => [
      wrapText(`${words} [${row}]`, '    '),
      ...upTo(5, where, (place) => wrapText(place, '      - '), '      '),
    ]),
    ...(error === null ? [] : [...section('sesTransport would refuse it:'), ...errorLines(error)]),
    ...(canBeSent ? section(sendingLine(letters, options)) : []),
    ...upTo(10, letters, ({ to }, index) => wrapText(`to ${recipients(to)}`, `    ${index + 1}. `)),
    ...(changes.length === 0 ? [] : section('and would change:')),
    ...upTo(20, changes, ({ message, loss }) =>
      wrapText(`${message}${loss === 'none' ? '' : ' (readers may see a difference)'}`, '    - '),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function section(heading: string): readonly string[] {
  return ['', `  ${heading}`]
}

function sendingLine(letters: readonly LetterReport[], { bodyEncoding }: CheckOptions): string {
  const what = letters.length === 1 ? 'it' : `${letters.length.toLocaleString('en')} letters`
  const encoding = bodyEncoding === 'base64' ? 'UTF-8 and Base64' : 'UTF-8'
  const files = letters.some(({ attachments }) => attachments.length > 0) ? ', files as plain attachments' : ''
  return `sesTransport would send ${what}, text and HTML in ${encoding}${files}:`
}

function errorLines({ message, hint }: Problem): readonly string[] {
  return [wrapText(message.includes(hint) ? message : `${message.replace(/\.$/, '')}. ${hint}`, '    ')]
}

function recipients(to: readonly string[]): string {
  return to.length > 5 ? `${to.slice(0, 4).join(', ')} and ${to.length - 4} more` : to.join(', ')
}

function wrapText(text: string, first: string): string {
  return wrap(printable(text), first, ' '.repeat(first.length))
}

/** A line for each, and how many were left out. */
function upTo<T>(
  most: number,
  values: readonly T[],
  line: (value: T, index: number) => string,
  indent = '    ',
): readonly string[] {
  const rest = values.length - most
  return [...values.slice(0, most).map(line), ...(rest > 0 ? [`${indent}… and ${rest.toLocaleString('en')} more`] : [])]
}
