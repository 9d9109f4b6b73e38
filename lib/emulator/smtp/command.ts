// Tested by test/emulator/smtp.test.ts.

import { words } from './words.ts'

/** A command line, as go-smtp reads it: four letters, a space, the rest. */
export interface Command {
  readonly verb: string
  readonly argument: string
}

/** The command, or the reply to what is none. */
export function parseCommand(line: string): Command | { readonly error: string } {
  if (/^starttls/i.test(line)) return { verb: 'STARTTLS', argument: '' }
  if (line === '') return { error: words.badSyntax }
  if (line.length < 4 || line.length === 5 || (line.length > 5 && line[4] !== ' ')) return { error: words.badCommand }
  return { verb: line.slice(0, 4).toUpperCase(), argument: line.slice(5).trim() }
}

/** The sender of `FROM:<address> BODY=8BITMIME SIZE=…`, or the reply to what is not that. */
export function parseMail(argument: string): { readonly address: string } | { readonly error: string } {
  if (argument.length < 6 || !/^from:/i.test(argument)) return { error: words.badMail }
  const [address = '', ...parameters] = argument.slice(5).trim().split(/ +/)
  const error = parameters.map(mailParameterError).find((reply) => reply !== undefined)
  return error === undefined ? { address: dropBrackets(address) } : { error }
}

/** The recipient of `TO:<address>`, or the reply to what is not that. */
export function parseRcpt(argument: string): { readonly address: string } | { readonly error: string } {
  if (argument.length < 4 || !/^to:/i.test(argument)) return { error: words.badRcpt }
  return { address: dropBrackets(argument.slice(3)) }
}

function mailParameterError(parameter: string): string | undefined {
  const [keyword = '', value = '', ...more] = parameter.split('=')
  if (more.length > 0) return words.badMailArguments
  switch (keyword.toUpperCase()) {
    case 'SIZE':
      return /^\d+$/.test(value) ? undefined : words.badSize
    case 'BODY':
      if (value === 'BINARYMIME') return words.notImplemented(value)
      return value === '7BIT' || value === '8BITMIME' ? undefined : words.badBody
    case 'SMTPUTF8':
    case 'REQUIRETLS':
      return words.notImplemented(keyword.toUpperCase())
    case 'AUTH':
      return undefined
    default:
      return words.badMailArgument
  }
}

function dropBrackets(address: string): string {
  return address.replace(/^[<> ]+|[<> ]+$/g, '')
}
