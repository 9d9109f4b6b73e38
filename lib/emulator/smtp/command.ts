// Tested by test/emulator/smtp.test.ts.

import { words } from './words.ts'

/** A command line, as go-smtp reads it: four letters, a space, the rest. */
export interface Command {
  readonly verb: string
  readonly argument: string
}

/** The command, or the reply to what is none. Verbs are measured in bytes. */
export function parseCommand(line: Buffer): Command | { readonly error: string } {
  const { length } = line
  if (/^starttls/i.test(line.toString('latin1', 0, 8))) return { verb: 'STARTTLS', argument: '' }
  if (length === 0) return { error: words.badSyntax }
  if (length < 4 || length === 5 || (length > 5 && line[4] !== 0x20)) return { error: words.badCommand }
  const argument = line.toString('utf8', 5).replace(/^[ \r\n]+|[ \r\n]+$/g, '')
  return { verb: line.toString('utf8', 0, 4).toUpperCase(), argument }
}

/** The sender of `FROM:<address> BODY=8BITMIME SIZE=…`, or the reply to what is not that. */
export function parseMail(argument: string): { readonly address: string } | { readonly error: string } {
  if (Buffer.byteLength(argument) < 6 || !/^from:/i.test(argument)) return { error: words.badMail }
  const [address = '', ...given] = argument.slice(5).replace(/^ +/, '').split(/ +/)
  const parameters = new Map<string, string>()
  for (const each of given) {
    const [keyword = '', value = '', ...more] = each.split('=')
    if (more.length > 0) return { error: words.badMailArguments }
    parameters.set(keyword.toUpperCase(), value)
  }
  const error = [...parameters].map(parameterError).find((reply) => reply !== undefined)
  return error === undefined ? { address: address.replace(/^[<>]+|[<>]+$/g, '') } : { error }
}

/** The recipient of `TO:<address>`, or the reply to what is not that. */
export function parseRcpt(argument: string): { readonly address: string } | { readonly error: string } {
  if (Buffer.byteLength(argument) < 4 || !/^to:/i.test(argument)) return { error: words.badRcpt }
  return { address: argument.slice(3).replace(/^[<> ]+|[<> ]+$/g, '') }
}

function parameterError([keyword, value]: readonly [string, string]): string | undefined {
  switch (keyword) {
    case 'SIZE':
      return isInt32(value) ? undefined : words.badSize
    case 'BODY':
      if (value === 'BINARYMIME') return words.notImplemented(value)
      return value === '7BIT' || value === '8BITMIME' ? undefined : words.badBody
    case 'SMTPUTF8':
    case 'REQUIRETLS':
      return words.notImplemented(keyword)
    case 'AUTH':
      return mailboxError(value)
    default:
      return words.badMailArgument
  }
}

function isInt32(text: string): boolean {
  const number = Number(text)
  return /^[+-]?\d+$/.test(text) && number >= -(2 ** 31) && number < 2 ** 31
}

/** `<>` or `<address>`, in xtext: `+3D` for a `=`. */
function mailboxError(xtext: string): string | undefined {
  if (/\+(?![0-7][0-9A-F])/.test(xtext)) return words.malformedAuth
  const mailbox = xtext.replace(/\+(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (!mailbox.startsWith('<')) return words.noOpeningBracket
  return mailbox.endsWith('>') ? undefined : words.noClosingBracket
}
