// Tested by test/options/options.test.ts.

import * as check from './checks.ts'

/** `undefined` is allowed for environment variables: if one is not set, `sesTransport` throws a TypeError. */
export interface SesLogin {
  /** The sender address. */
  readonly user: string | undefined
  /**
   * Its SMTP password (not the API key), or a function that returns it. The function is called before the first
   * connection, and again when SES refuses the password: if it returns another one then, the mail is sent with that; if
   * it throws, the mail is tried again as `retry` says.
   */
  readonly pass: string | undefined | (() => string | Promise<string>)
}

export function resolveLogins(name: string, auth: SesLogin | readonly SesLogin[]) {
  if (!isList(auth)) return Object.freeze([resolveLogin(name, auth)])
  if (auth.length === 0) throw new TypeError('Expected `auth` to hold at least one login, got an empty list')
  return check.list(resolveLogin)(name, auth)
}

// No error shows what was given: it may be a password.

function resolveLogin(name: string, login: SesLogin) {
  if (typeof login !== 'object' || login === null || isList(login)) {
    throw new TypeError(`Expected \`${name}\` to be { user, pass }, got a value of type ${typeof login}`)
  }
  return check.fields(`${name}.`, login, { user: resolveUser, pass: resolvePassword }, FOREIGN)
}

const FOREIGN = {
  username: 'write `user`, the sender address',
  email: 'write `user`, the sender address',
  password: 'write `pass`, the SMTP password',
  secretid: 'write `user` and `pass`, the sender address and its SMTP password',
  secretkey: 'write `user` and `pass`, the sender address and its SMTP password',
  type: 'leave it out, SES has passwords alone',
  method: 'leave it out, the gateway is asked what it offers',
}

function resolveUser(name: string, user: string | undefined): string {
  if (user === undefined)
    throw new TypeError(`Expected \`${name}\` to be a sender address, got \`undefined\`: is a variable not set?`)
  return check.string(name, user)
}

function resolvePassword(name: string, pass: SesLogin['pass']) {
  if (typeof pass === 'function' || (typeof pass === 'string' && pass !== '')) return pass
  const kind =
    pass === ''
      ? 'an empty string'
      : pass === undefined
        ? '`undefined`: is a variable not set?'
        : `a value of type ${typeof pass}`
  throw new TypeError(`Expected \`${name}\` to be a password or a function that returns one, got ${kind}`)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
