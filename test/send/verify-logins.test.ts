import { expect, test } from 'vitest'
import type { Failed } from '../../lib/attempt.ts'
import { SesError, type SesErrorOptions } from '../../lib/errors.ts'
import { createVerification } from '../../lib/send/verify-logins.ts'

/** What a try of a login ends with: it works, a failure that may pass, one that only a person mends. */
type End = 'works' | 'breaks' | 'refused'

const failures: Readonly<Record<Exclude<End, 'works'>, SesErrorOptions>> = {
  breaks: { reason: 'connection', retry: 'soon' },
  refused: { reason: 'auth-failed', retry: 'never' },
}

/** As an attempt: its error is what becomes of it. */
const failed = (end: Exclude<End, 'works'>): Failed => ({
  failed: 'login',
  went: 'nothing',
  error: new SesError(`${end}.`, failures[end]),
})

const explain = ({ error }: Failed) => error as SesError

function loginOf(user: string, ends: readonly End[]) {
  let tries = 0
  return {
    user,
    get tries() {
      return tries
    },
    async verify() {
      const end = ends[Math.min(tries++, ends.length - 1)] ?? 'works'
      return end === 'works' ? undefined : failed(end)
    },
  }
}

/** At each of these seconds: how often the login was tried by then, and what the caller is told. */
async function told(ends: readonly End[], seconds: readonly number[]) {
  let now = 0
  const login = loginOf('a@x.org', ends)
  const verify = createVerification([login], explain, () => now)
  const all = []
  for (const second of seconds) {
    now = second * 1_000
    const message = await verify().then(
      () => 'works',
      (error: SesError) => error.message,
    )
    all.push([second, login.tries, message])
  }
  return all
}

test('what works is kept for a minute', async () =>
  expect(await told(['works'], [0, 1, 59.9, 60, 119, 120])).toEqual([
    [0, 1, 'works'],
    [1, 1, 'works'],
    [59.9, 1, 'works'],
    [60, 2, 'works'],
    [119, 2, 'works'],
    [120, 3, 'works'],
  ]))

test('a login that is refused, too', async () =>
  expect(await told(['refused', 'works'], [0, 59.9, 60])).toEqual([
    [0, 1, 'a@x.org: refused.'],
    [59.9, 1, 'a@x.org: refused.'],
    [60, 2, 'works'],
  ]))

test('a connection that breaks, for ten seconds', async () =>
  expect(await told(['breaks', 'breaks', 'works'], [0, 9.9, 10, 19.9, 20, 79])).toEqual([
    [0, 1, 'a@x.org: breaks.'],
    [9.9, 1, 'a@x.org: breaks.'],
    [10, 2, 'a@x.org: breaks.'],
    [19.9, 2, 'a@x.org: breaks.'],
    [20, 3, 'works'],
    [79, 3, 'works'],
  ]))

test('those who ask meanwhile share the result, however long it takes, and the time counts from its end', async () => {
  let now = 0
  let tries = 0
  let finish = () => {}
  const verify = () => {
    tries++
    return new Promise<undefined>((done) => {
      finish = () => done(undefined)
    })
  }
  const check = createVerification([{ user: 'a@x.org', verify }], explain, () => now)
  const first = check()
  now = 90_000
  const second = check()
  finish()
  expect([await first, await second, tries]).toEqual([undefined, undefined, 1])
  now = 149_000
  await check()
  expect(tries).toBe(1)
})

test('each login has its own time', async () => {
  let now = 0
  const logins = [
    loginOf('a@x.org', ['works']),
    loginOf('b@x.org', ['breaks', 'works']),
    loginOf('c@x.org', ['refused']),
  ]
  const verify = createVerification(logins, explain, () => now)
  const tries = async (second: number) => {
    now = second * 1_000
    await verify().catch(() => {})
    return logins.map((login) => login.tries)
  }
  expect(await tries(0)).toEqual([1, 1, 1])
  expect(await tries(10)).toEqual([1, 2, 1])
  expect(await tries(60)).toEqual([2, 2, 2])
  expect(await tries(70)).toEqual([2, 3, 2])
})

test('the error names every login that failed, and is otherwise of the first', async () => {
  const logins = [loginOf('a@x.org', ['works']), loginOf('b@x.org', ['breaks']), loginOf('c@x.org', ['refused'])]
  await expect(createVerification(logins, explain, () => 0)()).rejects.toMatchObject({
    name: 'SesError',
    message: 'b@x.org: breaks. c@x.org: refused.',
    reason: 'connection',
    retry: 'soon',
  })
})
