// Several logins, passwords that a function gives, and verify().

import { createTransport } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

type Login = { readonly user: string; readonly pass: string }
const loginOf = (name: string): Login => ({ user: `${name}@mail.example.com`, pass: `Password10${name}` })
const [a, b, c] = [loginOf('a'), loginOf('b'), loginOf('c')]

async function openLogins(
  emulator: EmulatorOptions,
  auth: SesTransportOptions['auth'],
  options: Partial<SesTransportOptions> = {},
) {
  const ses = await startEmulator(emulator)
  const transport = sesTransport({ ...ses.transport, auth, retry: { minDelayMs: 1 }, ...options })
  onTestFinished(async () => {
    transport.close()
    await ses.close()
  })
  return { ses, transport, ours: createTransport(transport) }
}

/** Logins tried, those that were refused too. */
const triesOf = (ses: Emulator) => ses.transcript.filter((line) => /C: AUTH/.test(line)).length

describe('verify', () => {
  it('as promise and as callback, with one login a minute however often it is asked', async () => {
    const { ses, ours } = await openStage()
    await Promise.all(Array.from({ length: 20 }, () => ours.verify()))
    expect(await ours.verify()).toBe(true)
    expect(await new Promise((done) => ours.verify((error, success) => done([error, success])))).toEqual([null, true])
    expect([ses.logins, triesOf(ses), ses.calls]).toEqual([1, 1, 0])
  })

  it('a wrong password: one login as well', async () => {
    const { ses, transport } = await openLogins({}, { user: sender, pass: 'Wrong12345' })
    const errors = await Promise.all(Array.from({ length: 20 }, () => failureOf(transport.verify())))
    const error = await failureOf(transport.verify())
    expect([...new Set(errors)]).toEqual([error])
    expect(error).toMatchObject({ reason: 'auth-failed', retry: 'never', code: 'EAUTH', responseCode: 535 })
    expect(error.message).toMatch(/^noreply@mail\.example\.com: SES refused the login/)
    expect(JSON.stringify([error, error.stack, String(error.cause)])).not.toContain('Wrong12345')
    expect(await new Promise((done) => transport.verify((failure) => done(failure)))).toBe(error)
    expect([ses.logins, triesOf(ses)]).toEqual([0, 1])
  })

  it('no connection: one as well', async () => {
    const { ses, transport } = await openLogins({ faults: [{ at: 'greeting', do: 'close', times: 9 }] }, a)
    for (let times = 0; times < 5; times++) {
      expect(await failureOf(transport.verify())).toMatchObject({
        reason: 'connection',
        retry: 'soon',
        delivered: 'no',
      })
    }
    expect(new Set(ses.transcript.map((line) => line.split(' ')[0])).size).toBe(1)
  })

  it('every login, and says which ones are refused', async () => {
    const { ses, transport } = await openLogins({ accounts: [a, b, c] }, [a, { ...b, pass: 'Wrong12345' }, c])
    const error = await failureOf(transport.verify())
    expect(error).toMatchObject({ reason: 'auth-failed', code: 'EAUTH' })
    expect(error.message).toMatch(/^b@mail\.example\.com: /)
    expect(await failureOf(transport.verify())).toBe(error)
    expect([ses.logins, triesOf(ses)]).toEqual([2, 3])
  })

  it('every login, once a minute', async () => {
    const { ses, transport } = await openLogins({ accounts: [a, b, c] }, [a, b, c])
    for (let times = 0; times < 5; times++) expect(await transport.verify()).toBe(true)
    expect([ses.logins, triesOf(ses)]).toEqual([3, 3])
  })

  it('asks a function for the password again when it is refused', async () => {
    const passwords = ['Old1234567', a.pass]
    const { ses, transport } = await openLogins({ accounts: [a] }, { ...a, pass: () => passwords.shift() ?? '' })
    expect(await transport.verify()).toBe(true)
    expect([ses.logins, triesOf(ses), passwords]).toEqual([1, 2, []])
  })

  it('a function that throws', async () => {
    const { ses, transport } = await openLogins({}, { user: sender, pass: () => Promise.reject(new Error('no vault')) })
    expect(await failureOf(transport.verify())).toMatchObject({ reason: 'auth-failed', field: 'auth' })
    expect(ses.transcript).toEqual([])
  })

  it('rejects when the transport is closed, also what worked before', async () => {
    const { ours } = await openStage()
    await ours.verify()
    ours.close()
    expect(await failureOf(ours.verify())).toMatchObject({ reason: 'cancelled' })
    expect(await new Promise((done) => ours.verify((error) => done(error?.name)))).toBe('SesError')
  })
})

it('one login and another From: SES decides, and its refusal names both', async () => {
  const { ses, ours } = await openLogins({ accounts: [a] }, a)
  const error = await failureOf(ours.sendMail(mailWith({ from: `B <${b.user}>` })))
  expect(error).toMatchObject({
    reason: 'sender-refused',
    field: 'from',
    delivered: 'no',
    sesCode: 'FailedOperation.NotAuthenticatedSender',
    hint: `Send from ${a.user}, or add the login of ${b.user} to \`auth\`: SES has one SMTP password for each sender address.`,
  })
  expect(error.message).toContain(`from: SES refused ${b.user}, logged in as ${a.user}. `)
  expect(ses.calls).toBe(1)
})

describe('several logins', () => {
  it('takes the one whose user is the From address', async () => {
    const { ses, ours } = await openLogins({ accounts: [a, b] }, [a, b])
    await ours.sendMail(mailWith({ from: 'B <B@mail.example.com>' }))
    await ours.sendMail(mailWith({ from: a.user }))
    expect(ses.inbox.map(({ envelope }) => envelope.from)).toEqual([b.user, a.user])
    expect(await failureOf(ours.sendMail(mailWith({ from: c.user })))).toMatchObject({
      reason: 'sender-refused',
      field: 'from',
    })
  })

  it('a wrong password is of its login alone', async () => {
    const { ses, ours } = await openLogins({ accounts: [a, b] }, [{ ...a, pass: 'Wrong12345' }, b])
    expect(await failureOf(ours.sendMail(mailWith({ from: a.user })))).toMatchObject({ reason: 'auth-failed' })
    await ours.sendMail(mailWith({ from: b.user }))
    expect(ses.inbox).toHaveLength(1)
  })
})

describe('a function that gives the password', () => {
  it('is asked once for many mails, and logs in with what it gives', async () => {
    let asked = 0
    const pass = async () => {
      asked++
      return a.pass
    }
    const { ses, ours } = await openLogins({ accounts: [a], recipientLimit: false }, { ...a, pass })
    await Promise.all(Array.from({ length: 12 }, () => ours.sendMail(mailWith({ from: a.user }))))
    expect([asked, ses.inbox.length]).toEqual([1, 12])
  })

  it('is asked again when SES refuses the password, once for all mails, and they are sent with the new one', async () => {
    const passwords = ['Old1234567', a.pass]
    const { ses, ours } = await openLogins(
      { accounts: [a], recipientLimit: false },
      { ...a, pass: async () => passwords.shift() ?? '' },
      { rateLimit: false, pool: { maxConnections: 2 } },
    )
    const infos = await Promise.all(Array.from({ length: 12 }, () => ours.sendMail(mailWith({ from: a.user }))))
    expect(infos.map(({ ses: made }) => made?.letters[0]?.attempts)).toEqual(Array(12).fill(1))
    expect([ses.inbox.length, ses.calls, passwords]).toEqual([12, 12, []])
    expect(triesOf(ses) - ses.logins).toBeLessThanOrEqual(2)
  })

  it('gives the same one again: the mail fails', async () => {
    let asked = 0
    const pass = () => {
      asked++
      return 'Old1234567'
    }
    const { ses, ours } = await openLogins({ accounts: [a] }, { ...a, pass })
    expect(await failureOf(ours.sendMail(mailWith({ from: a.user })))).toMatchObject({
      reason: 'auth-failed',
      retry: 'never',
      responseCode: 535,
      attempts: 1,
    })
    expect([asked, triesOf(ses)]).toEqual([2, 1])
  })

  // SES was seen to refuse a changed password for 45 to 135 seconds.
  it('gives a new one that SES does not know yet: to be sent later', async () => {
    const passwords = ['Old1234567', 'New1234567', 'New1234567']
    const { ses, ours } = await openLogins({ accounts: [a] }, { ...a, pass: () => passwords.shift() ?? a.pass })
    expect(await failureOf(ours.sendMail(mailWith({ from: a.user })))).toMatchObject({
      reason: 'auth-failed',
      retry: 'later',
      retryAfterMs: 60_000,
      delivered: 'no',
      permanent: false,
      hint: 'Send again in a minute: the password was just changed, and SES may refuse the new one for two minutes.',
    })
    expect(triesOf(ses)).toBe(2)
  })

  it('gives another wrong one each time: one further try for a mail', async () => {
    let asked = 0
    const { ses, ours } = await openLogins({ accounts: [a] }, { ...a, pass: () => `Wrong12345${asked++}` })
    expect(await failureOf(ours.sendMail(mailWith({ from: a.user })))).toMatchObject({ reason: 'auth-failed' })
    expect([asked, triesOf(ses)]).toEqual([2, 2])
  })

  it('throws: the mail is tried again, as it may work the next time', async () => {
    let asked = 0
    const pass = () => {
      if (asked++ < 2) throw new Error('no vault')
      return a.pass
    }
    const { ses, ours } = await openLogins({ accounts: [a] }, { ...a, pass })
    const info = await ours.sendMail(mailWith({ from: a.user }))
    expect([info.ses?.letters[0]?.attempts, asked, ses.inbox.length]).toEqual([3, 3, 1])
  })

  it('throws each time: says so, and nothing is sent', async () => {
    const { ses, ours } = await openLogins(
      {},
      { user: sender, pass: () => Promise.reject(new Error('no vault')) },
      { retry: { retries: 1, minDelayMs: 1 } },
    )
    const error = await failureOf(ours.sendMail(mailWith()))
    expect(error).toMatchObject({
      message: 'auth: the function `pass` of noreply@mail.example.com failed, and nothing was sent: no vault',
      reason: 'auth-failed',
      retry: 'soon',
      delivered: 'no',
      field: 'auth',
      cause: expect.objectContaining({ message: 'no vault' }),
      attempts: 2,
    })
    expect(ses.transcript).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an empty string', '', 'an empty string'],
    ['a number', 5, 'number'],
    ['an object', { SecretString: 'Secret12345' }, 'object'],
  ])('gives %s: says so, without what came, and nothing is sent', async (_, given, kind) => {
    const { ses, ours } = await openLogins({}, { user: sender, pass: () => given as string })
    const error = await failureOf(ours.sendMail(mailWith()))
    expect(error).toMatchObject({
      message: `auth: expected the function \`pass\` of noreply@mail.example.com to return a password, got ${kind}: not sent.`,
      reason: 'auth-failed',
      retry: 'never',
      delivered: 'no',
      field: 'auth',
    })
    expect(JSON.stringify(error)).not.toContain('Secret12345')
    expect(ses.transcript).toEqual([])
  })

  it('a mail on the wire with the old password finishes', async () => {
    const passwords = ['Old1234567', a.pass]
    const { ses, ours } = await openLogins(
      { accounts: [{ ...a, pass: 'Old1234567' }, a], faults: [{ at: 'auth', skip: 1, do: { reply: '535 no' } }] },
      { ...a, pass: () => passwords.shift() ?? '' },
      { rateLimit: false },
    )
    const infos = await Promise.all([1, 2].map(() => ours.sendMail(mailWith({ from: a.user }))))
    expect(infos.map(({ accepted }) => accepted.length)).toEqual([1, 1])
    expect([ses.inbox.length, passwords]).toEqual([2, []])
  })
})
