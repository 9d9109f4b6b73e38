// With connections of the test's own: who gets which, in what order, and what is opened.

import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Attempt, Failed, Reply, Taken } from '../../lib/attempt.ts'
import { SesError } from '../../lib/errors.ts'
import type { Connection, Outgoing } from '../../lib/send/connection.ts'
import { createPool, type PoolRules } from '../../lib/send/pool.ts'
import { smtpError } from '../../lib/send/socket.ts'
import { StopSource } from '../../lib/stop.ts'

/** A pool, and the gateway behind it. Mails have names, connections are numbered as they are opened. */
function stage(
  rules: Partial<PoolRules> = {},
  admits: (number: number) => Failed | 'later' | undefined = () => undefined,
) {
  /** What happened, such as `open 1`, `A over 1`, `quit 1`, `A taken`, `clear`. */
  const log: string[] = []
  const opening = new Map<number, (result: Failed | undefined) => void>()
  const sending = new Map<string, (attempt: Attempt) => void>()
  const ends = new Map<number, () => void>()
  let opened = 0
  let now = 0

  const open: PoolRules['open'] = async (stop, onEnd) => {
    const number = ++opened
    log.push(`open ${number}`)
    const admitted = admits(number)
    const result = admitted === 'later' ? await later(number, stop) : admitted
    if (result) return result

    let isOpen = true
    const end = () => {
      if (!isOpen) return
      isOpen = false
      onEnd()
    }
    ends.set(number, end)
    const connection = {
      sent: 0,
      get isOpen() {
        return isOpen
      },
      quit() {
        log.push(`quit ${number}`)
        end()
      },
      send({ to }: Outgoing) {
        const [name = ''] = to
        log.push(`${name} over ${number}`)
        connection.sent++
        return new Promise<Attempt>((resolve) => sending.set(name, resolve))
      },
    } satisfies Connection
    return connection
  }
  const later = (number: number, stop: PoolStop) =>
    new Promise<Failed | undefined>((resolve) => {
      opening.set(number, resolve)
      stop.addEventListener('abort', () => resolve(broken('socket', stop.reason as Error)), { once: true })
    })

  const onClear = () => log.push('clear')
  const pool = createPool({
    ...{ maxConnections: 5, maxMessages: 100, idleTimeoutMs: 60_000 },
    ...{ open, onClear, now: () => now },
    ...rules,
  })
  /** Until nothing happens any more. */
  const settle = () => setImmediate()
  return {
    pool,
    log,
    /** What happened since it was asked last. */
    async happened() {
      await settle()
      return log.splice(0)
    },
    send(name: string, waits = new StopSource()) {
      const outgoing = {
        message: { size: 0, write: () => Buffer.alloc(0) },
        to: [name],
        beforeLast: async () => {},
        waits,
        wire: waits,
      }
      const attempt = pool.send(outgoing)
      void attempt.then((result) => log.push('taken' in result ? `${name} taken` : `${name} ${result.failed}`))
      return attempt
    },
    finish: (...names: string[]) => {
      for (const name of names) sending.get(name)?.(taken)
    },
    /** The gateway ends a connection. */
    end: (number: number) => ends.get(number)?.(),
    admit: (number: number, result?: Failed) => opening.get(number)?.(result),
    pass(ms: number) {
      now += ms
      vi.advanceTimersByTime(ms)
    },
  }
}
type PoolStop = Parameters<PoolRules['open']>[0]

const taken = { taken: [], rejected: [] } as unknown as Taken
const reply = (status: number): Reply => ({ status, text: `${status} no`, isCut: false })
const refused = (failed: Failed['failed'], status: number): Failed => ({
  failed,
  went: 'nothing',
  reply: reply(status),
})
const broken = (failed: Failed['failed'], error: Error): Failed => ({ failed, went: 'nothing', error })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
})

describe('connections', () => {
  it('one is opened when a mail comes and none is free, up to the most there may be', async () => {
    const { send, finish, happened } = stage({ maxConnections: 2 })
    send('A')
    send('B')
    send('C')
    expect(await happened()).toEqual(['open 1', 'open 2', 'A over 1', 'B over 2'])
    finish('B')
    expect(await happened()).toEqual(['B taken', 'C over 2'])
  })

  it('the one used last is used next, and what nobody uses ends after its time', async () => {
    const { send, finish, happened, pass } = stage({ idleTimeoutMs: 1_000 })
    for (const name of ['A', 'B', 'C']) send(name)
    await happened()
    finish('A', 'C', 'B')
    await happened()

    for (const name of ['D', 'E']) {
      send(name)
      expect(await happened()).toEqual([`${name} over 2`])
      pass(600)
      finish(name)
      await happened()
    }
    pass(0)
    expect(await happened()).toEqual([])
    pass(999)
    expect(await happened()).toEqual([])
    pass(1)
    expect(await happened()).toEqual(['quit 2', 'clear'])
  })

  it('is replaced after the most mails', async () => {
    const { send, finish, happened } = stage({ maxMessages: 2, maxConnections: 1 })
    for (const name of ['A', 'B', 'C']) send(name)
    await happened()
    finish('A')
    await happened()
    finish('B')
    expect(await happened()).toEqual(['quit 1', 'open 2', 'B taken', 'C over 2'])
  })

  it('that ends is not used again, free or not', async () => {
    const { send, finish, end, happened } = stage()
    send('A')
    await happened()
    finish('A')
    await happened()
    end(1)
    send('B')
    expect(await happened()).toEqual(['clear', 'open 2', 'B over 2'])
    end(2)
    finish('B')
    send('C')
    expect(await happened()).toEqual(['clear', 'open 3', 'B taken', 'C over 3'])
  })

  it('that ends as it is given to a mail: that one opens another', async () => {
    const { send, finish, end, happened } = stage({ maxConnections: 1 })
    class Stop extends StopSource {
      override removeEventListener(type: 'abort', listener: () => void): void {
        super.removeEventListener(type, listener)
        end(1)
      }
    }
    send('A')
    send('B', new Stop())
    await happened()
    finish('A')
    expect(await happened()).toEqual(expect.arrayContaining(['open 2', 'A taken', 'B over 2']))
  })
})

describe('those who wait', () => {
  it('are served first in, first out', async () => {
    const { send, finish, happened } = stage({ maxConnections: 1 })
    for (const name of ['A', 'B', 'C', 'D']) send(name)
    expect(await happened()).toEqual(['open 1', 'A over 1'])
    for (const [name, next] of ['AB', 'BC', 'CD']) {
      finish(name as string)
      expect(await happened()).toEqual([`${name} taken`, `${next} over 1`])
    }
  })

  it('also where a connection ends, and another mail comes at that moment', async () => {
    const { send, finish, end, happened } = stage({ maxConnections: 1 })
    for (const name of ['A', 'B', 'C']) send(name)
    await happened()
    end(1)
    send('D')
    expect(await happened()).toEqual(['open 2', 'B over 2'])
    for (const name of ['B', 'C', 'D']) {
      finish(name)
      await happened().then((log) => expect(log[0]).toBe(`${name} taken`))
    }
  })

  it('leave when they are aborted, and nobody else does', async () => {
    const { send, finish, happened } = stage({ maxConnections: 1 })
    const stop = new StopSource()
    const reason = new SesError('the user left', { reason: 'cancelled' })
    send('A')
    const aborted = send('B', stop)
    send('C')
    await happened()
    stop.abort(reason)
    expect(await aborted).toEqual({ failed: 'socket', went: 'nothing', error: reason })
    expect(await happened()).toEqual(['B socket'])
    finish('A')
    expect(await happened()).toEqual(['A taken', 'C over 1'])
  })

  it('get the place of one that was aborted while it opened a connection', async () => {
    const { send, happened } = stage({ maxConnections: 1 }, (number) => (number === 1 ? 'later' : undefined))
    const stop = new StopSource()
    send('A', stop)
    send('B')
    await happened()
    stop.abort(new SesError('the user left', { reason: 'cancelled' }))
    expect(await happened()).toEqual(['open 2', 'A socket', 'B over 2'])
  })
})

describe('a login that SES refuses', () => {
  it.each([454, 535, 554])('with %i: tells all who wait', async (status) => {
    const { send, admit, happened } = stage({ maxConnections: 1 }, () => 'later')
    const attempts = ['A', 'B', 'C'].map((name) => send(name))
    await happened()
    const failed = refused('login', status)
    admit(1, failed)
    expect(await Promise.all(attempts)).toEqual([failed, failed, failed])
    expect((await happened()).filter((line) => line.startsWith('open'))).toEqual([])
  })

  it('is remembered for a minute: nothing more is opened, and what is open sends on', async () => {
    const failed = refused('login', 535)
    const { send, finish, happened, pass } = stage({}, (number) => (number === 2 ? failed : undefined))
    send('A')
    expect(await send('B')).toBe(failed)
    expect(await happened()).toEqual(['open 1', 'open 2', 'A over 1', 'B login'])
    pass(59_999)
    expect(await send('C')).toBe(failed)
    finish('A')
    await happened()
    send('D')
    expect(await happened()).toEqual(['D over 1'])
    pass(1)
    send('E')
    expect(await happened()).toEqual(['open 3', 'E over 3'])
  })

  it('is forgotten when a check of the login finds that it works', async () => {
    const failed = refused('login', 535)
    const { pool, send, happened } = stage({}, (number) => (number === 1 ? failed : undefined))
    expect(await send('A')).toBe(failed)
    expect(await pool.verify(new StopSource())).toBeUndefined()
    await happened()
    send('B')
    expect(await happened()).toEqual(['open 3', 'B over 3'])
  })

  it.each([
    ['defers', refused('login', 421)],
    ['breaks off', broken('login', smtpError('ECONNECTION', 'closed'))],
  ])('or only %s: the next tries again', async (_, failed) => {
    const { send, admit, happened } = stage({ maxConnections: 1 }, (number) => (number === 1 ? 'later' : undefined))
    send('A')
    send('B')
    await happened()
    admit(1, failed)
    expect(await happened()).toEqual(['open 2', 'A login', 'B over 2'])
  })
})

describe('a gateway that refuses more connections', () => {
  const refusals: readonly (readonly [string, Failed])[] = [
    ['with 421 in place of a greeting', refused('greeting', 421)],
    ['by a close in place of a greeting', broken('greeting', smtpError('ECONNECTION', 'The gateway closed'))],
    ['by a reset at its greeting', broken('greeting', smtpError('ESOCKET', 'read ECONNRESET'))],
    ['by a reset at connecting', broken('socket', smtpError('ESOCKET', 'connect ECONNRESET'))],
    ['by a close before TLS', broken('socket', smtpError('ETLS', 'Connection closed before TLS was set up'))],
  ]

  it.each(refusals)('%s is believed while others live: mails wait for those, and none fails', async (_, refusal) => {
    const { send, finish, happened } = stage({}, (number) => (number > 2 ? refusal : undefined))
    for (const name of ['A', 'B', 'C']) send(name)
    expect(await happened()).toEqual(['open 1', 'open 2', 'open 3', 'A over 1', 'B over 2'])
    send('D')
    expect(await happened()).toEqual([])
    finish('A')
    expect(await happened()).toEqual(['A taken', 'C over 1'])
    finish('B', 'C')
    expect(await happened()).toEqual(['B taken', 'C taken', 'D over 2'])
  })

  it.each(refusals)('%s is believed while others are being opened', async (_, refusal) => {
    const { send, admit, happened } = stage({}, () => 'later')
    for (const name of ['A', 'B', 'C']) send(name)
    expect(await happened()).toEqual(['open 1', 'open 2', 'open 3'])
    admit(2, refusal)
    admit(3, refusal)
    expect(await happened()).toEqual([])
    admit(1)
    expect(await happened()).toEqual(['A over 1'])
  })

  it.each(refusals)(
    '%s, where there are no others: the attempt fails, each of them in its turn',
    async (_, refusal) => {
      const { send, happened } = stage({}, () => refusal)
      const attempts = ['A', 'B', 'C'].map((name) => send(name))
      expect(await Promise.all(attempts)).toEqual([refusal, refusal, refusal])
      expect((await happened()).filter((line) => line.startsWith('open')).length).toBeLessThanOrEqual(5)
    },
  )

  it('in other words is not: the attempt fails', async () => {
    const others = [
      refused('greeting', 554),
      broken('socket', smtpError('EDNS', 'getaddrinfo ENOTFOUND')),
      broken('socket', smtpError('ETIMEDOUT', 'No connection')),
      broken('login', smtpError('ECONNECTION', 'closed')),
    ]
    const { send, happened } = stage({}, (number) => others[number - 2])
    send('A')
    await happened()
    for (const [index, failed] of others.entries()) expect(await send(`B${index}`)).toBe(failed)
  })

  it('the one that was refused goes before those that came after it', async () => {
    const { send, finish, admit, happened } = stage({ maxConnections: 2 }, (number) =>
      number > 1 ? 'later' : undefined,
    )
    for (const name of ['A', 'B', 'C']) send(name)
    expect(await happened()).toEqual(['open 1', 'open 2', 'A over 1'])
    admit(2, refused('greeting', 421))
    await happened()
    finish('A')
    expect(await happened()).toEqual(['A taken', 'B over 1'])
  })

  it('is asked again after half a minute, for the one that waits longest', async () => {
    const { send, happened, pass } = stage({}, (number) => (number === 2 ? refused('greeting', 421) : undefined))
    send('A')
    send('B')
    expect(await happened()).toEqual(['open 1', 'open 2', 'A over 1'])
    pass(29_999)
    send('C')
    expect(await happened()).toEqual([])
    pass(1)
    send('D')
    expect(await happened()).toEqual(['open 3', 'open 4', 'open 5', 'B over 3', 'C over 4', 'D over 5'])
  })

  it('may be asked for as many as it served before', async () => {
    const { send, end, happened } = stage({}, (number) => (number === 2 ? refused('greeting', 421) : undefined))
    send('A')
    send('B')
    await happened()
    end(1)
    expect(await happened()).toEqual(['open 3', 'B over 3'])
  })
})

describe('close', () => {
  it('ends what is free at once, what is on the wire after its mail, and takes nothing more', async () => {
    const { pool, send, finish, happened } = stage({ maxConnections: 2 })
    const [, , waiting] = ['A', 'B', 'C'].map((name) => send(name))
    await happened()
    finish('A')
    await happened()
    finish('C')
    await happened()
    send('D')
    send('E')
    expect(await happened()).toEqual(['D over 1'])
    pool.close()
    expect(await waiting).toHaveProperty('taken')
    expect(await happened()).toEqual(['E socket'])
    expect(await send('F')).toMatchObject({
      failed: 'socket',
      went: 'nothing',
      error: { code: 'ECONNECTION', message: 'The login was closed' },
    })
    finish('B', 'D')
    expect((await happened()).sort()).toEqual(['B taken', 'D taken', 'F socket', 'clear', 'quit 1', 'quit 2'])
  })

  it('of free connections alone', async () => {
    const { pool, send, finish, happened } = stage()
    send('A')
    send('B')
    await happened()
    finish('A', 'B')
    await happened()
    pool.close()
    expect(await happened()).toEqual(['quit 1', 'quit 2', 'clear'])
  })

  it('while one is opened: its mail goes, and it ends', async () => {
    const { pool, send, finish, admit, happened } = stage({}, () => 'later')
    send('A')
    await happened()
    pool.close()
    admit(1)
    expect(await happened()).toEqual(['A over 1'])
    finish('A')
    expect(await happened()).toEqual(['quit 1', 'clear', 'A taken'])
  })
})

describe('clear', () => {
  it('is told when the last connection has ended, not while a mail waits for another', async () => {
    const { send, finish, end, happened } = stage({ maxConnections: 1 })
    send('A')
    send('B')
    await happened()
    end(1)
    finish('A')
    expect(await happened()).toEqual(['open 2', 'A taken', 'B over 2'])
    end(2)
    expect(await happened()).toEqual(['clear'])
  })
})

describe('verify', () => {
  it('connects, logs in and leaves, over a connection of its own', async () => {
    const { pool, send, finish, happened } = stage({ maxConnections: 1 })
    send('A')
    await happened()
    expect(await pool.verify(new StopSource())).toBeUndefined()
    expect(await happened()).toEqual(['open 2', 'quit 2'])
    finish('A')
    send('B')
    expect(await happened()).toEqual(['A taken', 'B over 1'])
  })

  it('tells how it failed', async () => {
    const failed = refused('login', 535)
    const { pool, happened } = stage({}, () => failed)
    expect(await pool.verify(new StopSource())).toBe(failed)
    expect(await happened()).toEqual(['open 1', 'clear'])
  })
})
