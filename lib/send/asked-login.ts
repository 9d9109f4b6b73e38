// Tested by test/wire/logins.test.ts.

import type { Attempt, Failed } from '../attempt.ts'
import { now, type Stop, stopAfter, waitFor } from '../clock.ts'
import { createError } from '../errors.ts'
import { isLoginRefused, type Pool } from './pool.ts'

/**
 * A login whose password a function gives. It is asked before the first connection and after each login that SES refuses, once
 * for all mails that wait for its answer. If the password is another one, what was refused is tried once more with it; if SES
 * does not know that one yet, the refusal says so.
 *
 * @param open a pool that logs in with this password
 */
export function createAskedLogin(
  user: string,
  pass: () => string | Promise<string>,
  open: (pass: string) => Pool,
): Pool {
  let latest: Opened | undefined
  let asking: Promise<Opened> | undefined
  let isClosed = false

  const use = (given: string): Opened => {
    if (latest?.pass === given) return latest
    latest?.pool.close()
    latest = { pass: given, pool: open(given), changedAt: latest ? now() : Number.NEGATIVE_INFINITY }
    if (isClosed) latest.pool.close()
    return latest
  }
  const ask = (): Promise<Opened> => {
    asking ??= askFor(user, pass)
      .then(use)
      .finally(() => {
        asking = undefined
      })
    return asking
  }
  /** Where to try again: what waited for a connection fails too when its pool is closed for another password. */
  const renewed = async (used: Opened, failed: Failed, stop: Stop): Promise<Pool | undefined> => {
    if (latest === used && isLoginRefused(failed)) await waitFor(ask(), stop)
    return latest === used ? undefined : latest?.pool
  }
  /** Does something with the login, and once more where the password was an old one. */
  const attempt = async <T extends Attempt | undefined>(
    act: (pool: Pool) => Promise<T>,
    stop: Stop,
  ): Promise<T | Failed> => {
    try {
      const used = latest ?? (await waitFor(ask(), stop))
      const result = await act(used.pool)
      if (!result || !('failed' in result) || result.went !== 'nothing') return result
      const other = await renewed(used, result, stop)
      return markNew(other ? await act(other) : result)
    } catch (error) {
      return { failed: 'login', went: 'nothing', error: error as Error }
    }
  }

  const markNew = <T extends Attempt | undefined>(result: T): T | Failed =>
    result && 'failed' in result && isLoginRefused(result) && latest && now() - latest.changedAt < SETTLING_MS
      ? { ...result, isNewPassword: true }
      : result

  return {
    send: (outgoing) => attempt((pool) => pool.send(outgoing), outgoing.waits),
    verify: (stop) => attempt((pool) => pool.verify(stop), stop),
    close() {
      isClosed = true
      latest?.pool.close()
    },
  }
}

interface Opened {
  readonly pass: string
  readonly pool: Pool
  /** When it was given in place of another, by a clock that only goes forward. */
  readonly changedAt: number
}

/** A changed password was seen to be refused for 45 to 135 seconds. */
const SETTLING_MS = 150_000

async function askFor(user: string, pass: () => unknown): Promise<string> {
  const given = await callPass(user, pass)
  if (typeof given === 'string' && given !== '') return given
  const kind = given === '' ? 'an empty string' : given === null ? 'null' : typeof given
  const message = {
    en: `auth: expected the function \`pass\` of ${user} to return a password, got ${kind}: not sent.`,
    zh: `auth：${user} 的函数 \`pass\` 应返回密码，实际返回 ${given === '' ? '空字符串' : kind}：邮件未发送。`,
  }
  throw createError(message, {
    reason: 'auth-failed',
    field: 'auth',
    hint: {
      en: 'Let it return the SMTP password of that sender address, or a promise of it.',
      zh: '请让它返回该发信地址的 SMTP 密码，或返回其 Promise。',
    },
  })
}

/** All mails of a login wait for the answer. */
const LONGEST_ASK_MS = 60_000

/** A function that fails now may give the password the next time. */
async function callPass(user: string, pass: () => unknown): Promise<unknown> {
  try {
    const late = stopAfter(LONGEST_ASK_MS, () => new Error(`no answer within ${LONGEST_ASK_MS} ms`))
    return await waitFor(Promise.resolve(pass()), late)
  } catch (cause) {
    const { message: said = String(cause) } = (cause ?? {}) as { message?: string }
    const message = {
      en: `auth: the function \`pass\` of ${user} failed, and nothing was sent: ${said}`,
      zh: `auth：${user} 的函数 \`pass\` 出错，邮件未发送：${said}`,
    }
    throw createError(message, {
      reason: 'auth-failed',
      retry: 'soon',
      field: 'auth',
      hint: { en: 'Look at `cause`, which is what the function threw.', zh: '请查看 `cause`，即该函数抛出的错误。' },
      cause,
    })
  }
}
