import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SesError } from '../../lib/errors.ts'
import { createSecrets } from '../../lib/send/secrets.ts'

const user = 'noreply@mail.example.com'
const pass = 'S3cret+Päss/"w&rd'
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** The password as a server may have been sent it. */
const forms = [
  ['as it is', pass],
  ['in capitals', pass.toUpperCase()],
  ['of AUTH PLAIN', base64(`\0${user}\0${pass}`)],
  ['of AUTH PLAIN, with the user to act for', base64(`${user}\0${user}\0${pass}`)],
  ['of AUTH LOGIN', base64(pass)],
  ['of AUTH LOGIN, without its end', base64(pass).replace(/=+$/, '')],
  ['of AUTH LOGIN, in capitals', base64(pass).toUpperCase()],
  ['of UTF-8 that was read as Latin-1', Buffer.from(pass).toString('latin1')],
  ['of Latin-1 that was read as UTF-8', Buffer.from(pass, 'latin1').toString()],
  ['in a URL', encodeURIComponent(pass)],
  ['in a form', new URLSearchParams({ pass }).toString().slice('pass='.length)],
  ['in JSON', JSON.stringify(pass).slice(1, -1)],
  ['in JSON of ASCII', pass.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
  ['in HTML', pass.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
  ['in HTML by numbers', pass.replace(/[^\w]/g, (unit) => `&#${unit.charCodeAt(0)};`)],
  ['in HTML by hexadecimal numbers', pass.replace(/[^\w]/g, (unit) => `&#x${unit.charCodeAt(0).toString(16)};`)],
  ["in a string of Go's", pass.replace(/[^ !#-~]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16)}`)],
] as const

const { remember, hide } = createSecrets()
remember(user, pass)

describe.each(forms)('a password %s', (_, form) => {
  const said = `535 5.7.8 what is ${form}, and again ${form}?`
  const shown = /535 5\.7\.8 what is \*\*\*, and again \*\*\*\?/

  test('in a text', () => expect(hide(said)).toMatch(shown))

  test('in an error, its stack, its fields, its causes and the errors in it', () => {
    const inner = Object.assign(new TypeError(`Invalid login: ${said}`), { response: said, responseCode: 535 })
    const outer = Object.assign(new Error(said, { cause: inner }), {
      code: 'EAUTH',
      rejectedErrors: [inner],
      rejected: ['a@example.org'],
    })
    const hidden = hide(outer)
    expect(inspect(hidden, { depth: 10, showHidden: true })).not.toContain(form)
    expect([hidden.message, hidden.stack, (hidden.cause as Error).message, hidden.rejectedErrors[0]?.response]).toEqual(
      Array.from({ length: 4 }, () => expect.stringMatching(shown)),
    )
    expect(hidden).toMatchObject({ code: 'EAUTH', rejected: ['a@example.org'] })
    expect(hidden.cause).toMatchObject({ name: 'TypeError', responseCode: 535 })
    expect(hidden.stack).toContain('secrets.test.ts')
    // Whoever else has the error still has it as it was.
    expect(outer.message).toBe(said)
  })

  test('in the fields of a line of a log', () => {
    const fields = { tnx: 'smtp', err: new Error(said), nested: { list: [said, 1] }, at: new Date(0) }
    const hidden = hide(fields)
    expect(inspect(hidden, { depth: 10 })).not.toContain(form)
    expect(hidden).toMatchObject({ tnx: 'smtp', at: new Date(0), nested: { list: [expect.stringMatching(shown), 1] } })
  })
})

test('what steers a terminal, but no line and no space', () => {
  expect(hide('250-a\x1b[31m\n250  b\r\u202ec\x9bd')).toBe('250-a [31m\n250  b  c d')
})

test('what has no password in it is the same', () => {
  const error = Object.assign(new Error('read ECONNRESET', { cause: new Error('x') }), { code: 'ESOCKET', list: [1] })
  const values = [
    'text',
    '',
    5,
    null,
    undefined,
    error,
    { error },
    [error],
    Symbol.iterator,
    () => {},
    Buffer.from('x'),
  ]
  for (const value of values) expect(hide(value)).toBe(value)
})

test('an error of ours stays one', () => {
  const error = new SesError('The AbortSignal ended the sending.', { reason: 'cancelled', cause: new Error(pass) })
  expect(hide(error)).toBe(error)
})

test('a circle has an end', () => {
  const error = new Error(pass)
  error.cause = error
  expect(hide(error).message).toBe('***')
})

test('several logins, and the last passwords of each', () => {
  const secrets = createSecrets()
  for (const index of [1, 2, 3, 4]) secrets.remember('a@example.com', `Password-${index}`)
  secrets.remember('b@example.com', 'Another-one')
  expect(secrets.hide('Password-1 Password-2 Password-3 Password-4 Another-one')).toBe('Password-1 *** *** *** ***')
})

test('one that is part of another is not all that is hidden', () => {
  const secrets = createSecrets()
  secrets.remember('a@example.com', 'Password')
  secrets.remember('b@example.com', 'Password.123')
  expect(secrets.hide('Password.123 PasswordX123')).toBe('*** ***X123')
})

test.each(['', 'p', '1234567'])('%j is too short to be one of SES', (short) => {
  const secrets = createSecrets()
  expect(secrets.remember(user, short)).toBe(short)
  expect(secrets.hide(`554 ${short}, stop`)).toBe(`554 ${short}, stop`)
})

test('what is no password at all, from JavaScript', () => {
  const secrets = createSecrets()
  expect(secrets.remember(user, undefined as never)).toBeUndefined()
  expect(secrets.hide('undefined')).toBe('undefined')
})

// Some of these were exponential, or took seconds of a hundred logins, when one pattern was made of all that may be said.
describe('any password, and many', () => {
  test.each([
    ['of backslashes', '\\'.repeat(40)],
    ['of a megabyte', 'é😀"'.repeat(250_000)],
    ['of signs', '(?:.*+)[^$]{9}'],
  ])('%s', (_, long) => {
    const secrets = createSecrets()
    secrets.remember(user, long)
    expect(secrets.hide(`535 ${long}`)).toBe('535 ***')
    expect(secrets.hide('\\'.repeat(39))).toBe('\\'.repeat(39))
  })

  test('a thousand', () => {
    const secrets = createSecrets()
    for (let index = 0; index < 1_000; index++) secrets.remember(`${index}@example.com`, `Password-${index}-`)
    expect(secrets.hide('535 Password-999-')).toBe('535 ***')
  })

  test('escaped twice', () => {
    const twice = JSON.stringify(JSON.stringify({ pass }))
    expect(hide(twice)).toBe(twice.replace(/S3c.*rd/, '***'))
  })
})
