// Tested by test/emulator/smtp.test.ts.

import { tooLong } from './line-reader.ts'
import type { Wire } from './wire.ts'
import { words } from './words.ts'

/** How an AUTH ended: with the reply to give, and who is logged in. No reply: go-smtp gives none. */
export interface Login {
  readonly reply: string | undefined
  readonly account?: string
}

/** AUTH PLAIN and AUTH LOGIN, with the client's first response in the command or after a challenge. */
export async function login(
  wire: Wire,
  argument: string,
  check: (user: string, pass: string) => boolean,
): Promise<Login> {
  const [mechanism = '', initial] = argument.trim().split(/\s+/)
  if (mechanism === '') return { reply: words.missingParameter }
  const first = initial === undefined ? undefined : fromBase64(initial)
  // Until v0.21 go-smtp says nothing to a first response that is not Base64.
  if (initial !== undefined && first === undefined) return { reply: undefined }

  switch (mechanism.toUpperCase()) {
    case 'PLAIN':
      return plain(first)
    case 'LOGIN':
      return userAndPassword(first)
    default:
      return { reply: words.badMechanism }
  }

  async function plain(given: string | undefined): Promise<Login> {
    const response = given ?? (await ask(''))
    if (typeof response !== 'string') return response
    const [identity, user, pass, ...more] = response.split('\0')
    if (user === undefined || pass === undefined || more.length > 0) return { reply: words.badResponse }
    if (identity !== '' && identity !== user) return { reply: words.otherIdentity }
    return verdict(user, pass)
  }

  async function userAndPassword(given: string | undefined): Promise<Login> {
    const user = given ?? (await ask('Username:'))
    if (typeof user !== 'string') return user
    const pass = await ask('Password:')
    return typeof pass === 'string' ? verdict(user, pass) : pass
  }

  function verdict(user: string, pass: string): Login {
    return check(user, pass) ? { reply: words.loggedIn, account: user } : { reply: words.badLogin }
  }

  /** The client's answer to a challenge, or the end of it all. */
  async function ask(challenge: string): Promise<string | Login> {
    await wire.reply(undefined, words.challenge(challenge))
    const line = await wire.next()
    if (line === undefined || line === tooLong) return { reply: undefined }
    wire.note('C: ****')
    const text = line.toString('latin1').replace(/\r?\n$/, '') // and a blank before it is no Base64
    if (text === '*') return { reply: words.cancelled }
    return fromBase64(text) ?? { reply: words.badBase64 }
  }
}

function fromBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64').toString('utf8')
}
