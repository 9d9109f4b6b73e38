// Tested by test/cli/check.test.ts.

import { printable } from '../emulator/page/printable.ts'
import { type SesLanguage, wordsIn } from '../language.ts'
import type { CheckOptions } from './check-options.ts'
import type { FileReport, LetterReport, Problem } from './check-report.ts'
import { fileName } from './message-file.ts'
import { wrap } from './wrap.ts'

/** A report for a person: plain text in 100 columns, without terminal control characters from the mail. */
export function humanReport(report: FileReport, options: CheckOptions): string {
  const { file, canBeSent, refused, changes, letters, error } = report
  const { language } = options
  const say = (en: string, zh: string) => wordsIn({ en, zh }, language)
  const lines = [
    canBeSent
      ? say(`${fileName(file)}: can be sent`, `${fileName(file)}：可以发送`)
      : say(`${fileName(file)}: cannot be sent`, `${fileName(file)}：无法发送`),
    ...section(
      refused.length === 0
        ? say('SES would take it as it stands.', 'SES 会接受原邮件。')
        : say('SES would refuse it as it stands:', 'SES 会拒绝原邮件：'),
    ),
    ...refused.flatMap(({ row, words, where }) => [
      wrapText(`${words} [${row}]`, '    '),
      ...upTo(5, where, language, (place) => wrapText(place, '      - '), '      '),
    ]),
    ...(error === null
      ? []
      : [...section(say('sesTransport would refuse it:', 'sesTransport 会拒绝它：')), ...errorLines(error, language)]),
    ...(canBeSent ? section(sendingLine(letters, options)) : []),
    ...upTo(10, letters, language, ({ to }, index) => wrapText(recipients(to, language), `    ${index + 1}. `)),
    ...(changes.length === 0 ? [] : section(say('and would change:', '并作以下改动：'))),
    ...upTo(20, changes, language, ({ message, loss }) =>
      wrapText(
        `${message}${loss === 'none' ? '' : say(' (readers may see a difference)', '（收件人可能看到差异）')}`,
        '    - ',
      ),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function section(heading: string): readonly string[] {
  return ['', `  ${heading}`]
}

function sendingLine(letters: readonly LetterReport[], { bodyEncoding, language }: CheckOptions): string {
  const isOne = letters.length === 1
  const count = letters.length.toLocaleString('en')
  const isEncoded = bodyEncoding === 'base64'
  const hasFiles = letters.some(({ attachments }) => attachments.length > 0)
  return wordsIn(
    {
      en: `sesTransport would send ${isOne ? 'it' : `${count} letters`}, text and HTML in ${isEncoded ? 'UTF-8 and Base64' : 'UTF-8'}${hasFiles ? ', files as plain attachments' : ''}:`,
      zh: `sesTransport 会发送${isOne ? '它' : ` ${count} 封邮件`}，文本和 HTML 采用 ${isEncoded ? 'UTF-8 和 Base64' : 'UTF-8'}${hasFiles ? '，文件作为普通附件' : ''}：`,
    },
    language,
  )
}

function errorLines({ message, hint }: Problem, language: SesLanguage): readonly string[] {
  if (message.includes(hint)) return [wrapText(message, '    ')]
  const whole = message.replace(/[.。]$/, '')
  return [wrapText(wordsIn({ en: `${whole}. ${hint}`, zh: `${whole}。${hint}` }, language), '    ')]
}

function recipients(to: readonly string[], language: SesLanguage): string {
  const shown = (to.length > 5 ? to.slice(0, 4) : to).join(', ')
  const rest = to.length - 4
  return to.length > 5
    ? wordsIn({ en: `to ${shown} and ${rest} more`, zh: `发往 ${shown} 和另外 ${rest} 个收件人` }, language)
    : wordsIn({ en: `to ${shown}`, zh: `发往 ${shown}` }, language)
}

function wrapText(text: string, first: string): string {
  return wrap(printable(text), first, ' '.repeat(first.length))
}

/** A line for each, and how many were left out. */
function upTo<T>(
  most: number,
  values: readonly T[],
  language: SesLanguage,
  line: (value: T, index: number) => string,
  indent = '    ',
): readonly string[] {
  const rest = (values.length - most).toLocaleString('en')
  const left = wordsIn({ en: `… and ${rest} more`, zh: `… 另有 ${rest} 项` }, language)
  return [...values.slice(0, most).map(line), ...(values.length > most ? [`${indent}${left}`] : [])]
}
