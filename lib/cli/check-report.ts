// Tested by test/cli/check.test.ts.

import type { BrokenRow } from '../emulator/checks/row.ts'
import { tooLarge } from '../emulator/checks/system-errors.ts'
import { refusedRows } from '../emulator/refused-rows.ts'
import { isSesError } from '../errors.ts'
import { wordsIn } from '../language.ts'
import type { Change, Letter } from '../letter.ts'
import { type PreparedMail, prepareMail } from '../preview.ts'
import type { CheckOptions } from './check-options.ts'
import { type MessageFile, mostBytes } from './message-file.ts'

/** What `check` says of one file, as `--json` prints it. */
export interface FileReport {
  readonly file: string
  readonly canBeSent: boolean
  readonly refused: readonly BrokenRow[]
  readonly changes: readonly Change[]
  readonly letters: readonly LetterReport[]
  readonly error: Problem | null
}

export interface LetterReport {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  /** File names. */
  readonly attachments: readonly string[]
}

/** Why a message cannot be sent: fields of a SesError, or `unreadable`. */
export interface Problem {
  readonly reason: string
  readonly field: string
  readonly message: string
  readonly hint: string
}

export async function checkMessage(message: MessageFile, options: CheckOptions): Promise<FileReport> {
  const refused = message.isCut ? [cutRow] : refusedRows(message.raw, message.firstLine)
  const prepared = message.isCut ? excess(options) : await prepare(message.raw, options)
  const report = { file: message.file, canBeSent: false, refused, changes: [], letters: [], error: null }

  if ('reason' in prepared) return { ...report, error: prepared }
  return { ...report, canBeSent: true, changes: prepared.changes, letters: prepared.letters.map(reportLetter) }
}

export function unreadable(file: string, message: string): FileReport {
  const error = { reason: 'unreadable', field: 'file', message, hint: '' }
  return { file, canBeSent: false, refused: [], changes: [], letters: [], error }
}

async function prepare(raw: Buffer, options: CheckOptions): Promise<PreparedMail | Problem> {
  try {
    const mail = await prepareMail({ raw }, options)
    // The letters of a mail differ in To alone: if the longest can be written, all can.
    mail.write(mail.letters.reduce((longest, letter) => (toLength(letter) > toLength(longest) ? letter : longest)))
    return mail
  } catch (error) {
    if (!isSesError(error)) throw error
    const { reason, field = '', message, hint } = error
    return { reason, field, message, hint }
  }
}

function toLength({ to }: Letter): number {
  return to.join().length
}

function reportLetter({ from, to, subject, attachments }: Letter): LetterReport {
  const [sender] = from.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`))
  return { from: sender ?? '', to, subject, attachments: attachments.map(({ name = '' }) => name) }
}

function excess({ language }: CheckOptions): Problem {
  const most = mostBytes.toLocaleString('en')
  const message = { en: `more than ${most} bytes, the rest was not read`, zh: `超过 ${most} 字节，其余部分未读取` }
  const hint = { en: 'Send links in place of what is large.', zh: '请将较大的内容改为链接。' }
  return {
    reason: 'message-too-large',
    field: 'file',
    message: wordsIn(message, language),
    hint: wordsIn(hint, language),
  }
}

const cutRow: BrokenRow = { ...tooLarge, where: [`the message: more than ${mostBytes.toLocaleString('en')} bytes`] }
