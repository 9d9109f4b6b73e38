import { format } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toWords } from '../../../lib/language.ts'
import { SILENT } from '../../../lib/options/logger.ts'
import type { RedisLink } from '../../../lib/pace/redis/link.ts'
import type { Script } from '../../../lib/pace/redis/script.ts'
import { beginCall, endCall, join, reportOutage, reportRefusal, takeTurns } from '../../../lib/pace/redis/scripts.ts'
import { createSharedRate } from '../../../lib/pace/redis/shared-rate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A rate of 20 calls a second in a Redis that answers as the test says. */
function shared(processes?: number, { why = 'ECONNREFUSED', advice }: { why?: string; advice?: string } = {}) {
  const answers = new Map<Script, unknown>([
    [takeTurns, [0, 4, 4, -1, '1']],
    [beginCall, 0],
    [endCall, 5],
    [reportRefusal, 0],
    [reportOutage, 1],
    [join, 1],
  ])
  const asked: [Script, ...unknown[]][] = []
  const heard: string[] = []
  let setMs = 0
  const redisNow = () => 1_000_000 + performance.now() + setMs
  /** Another one after each doubt that was told. */
  const epoch = () => `epoch ${asked.filter(([script, , , doubted]) => script === join && doubted !== '').length}`
  let away: () => void = () => {}
  let back: () => void = () => {}
  let isAway = false
  const link: RedisLink = {
    limit: { redis: {} as never, id: 'account', onRedisDown: 'local', processes },
    logger: { ...SILENT, warn: (_, ...told) => void heard.push(format(...told)) },
    get outage() {
      if (!isAway) return undefined
      const what = toWords(`${advice ? 'cannot be used' : 'is away'}: ${why}`)
      return { what, advice: advice === undefined ? undefined : toWords(advice), cause: undefined }
    },
    key: (name) => name,
    async run(script, _keys, args) {
      if (isAway) return undefined
      // What each of them gets first: the process, the window and the pause.
      const isOfRate = script === takeTurns || script === beginCall
      asked.push([script, ...(isOfRate ? args.slice(3) : args)])
      const told = answers.get(script)
      const [at, itsEpoch] = [redisNow(), epoch()]
      const answer = typeof told === 'function' ? await told() : told
      return isOfRate && answer !== undefined ? [`${at}`, itsEpoch, answer].flat() : answer
    },
    onAway(listener) {
      away = listener
    },
    onBack(listener) {
      back = listener
    },
    failure: () => undefined,
    close() {},
  }
  const rate = createSharedRate(20, link)
  return {
    rate,
    setClock(ms: number) {
      setMs += ms
    },
    answers,
    asked,
    heard,
    goAway() {
      isAway = true
      away()
    },
    comeBack() {
      isAway = false
      back()
    },
  }
}

/** How many calls may be handed over now. */
async function handedOver(rate: ReturnType<typeof shared>['rate']): Promise<number> {
  for (let count = 0; ; count++) if (typeof (await rate.beginCall()) === 'number') return count
}

test('waits for its turn as long as Redis says', async () => {
  const { rate, answers } = shared()
  answers.set(takeTurns, [200, 4, 4, -1, '1'])
  const order: string[] = []
  void rate.waitForTurns(1).then(() => order.push('turn'))
  await vi.advanceTimersByTimeAsync(199)
  order.push('199 ms')
  await vi.advanceTimersByTimeAsync(1)
  expect(order).toEqual(['199 ms', 'turn'])
})

test('takes several turns with the room for them', async () => {
  const { rate, asked } = shared()
  await rate.waitForTurns(1)
  await rate.waitForTurns(5)
  expect(asked.map(([, spacing]) => spacing)).toEqual([51.5, 257.5])
})

test('goes at the share of a refusal that another process met', async () => {
  const { rate, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 4, 0, '1'])
  await rate.waitForTurns(1)
  expect([rate.spacingMs(), rate.pausedMs()]).toEqual([103, 1_000])
  await rate.beginCall()
  expect(asked.at(-1)?.slice(2, 3)).toEqual([10])
})

test('tells of a refusal, and at which share it came', async () => {
  const { rate, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 4, 0, '1'])
  await rate.waitForTurns(1)
  rate.slowDown()
  expect(asked.at(-1)).toEqual([reportRefusal, 0.5, 1_000])
})

test('asks again for a call soon, for nobody tells when another process’s ends', async () => {
  const { rate, answers } = shared()
  answers.set(beginCall, 900)
  expect(await rate.beginCall()).toBe(50)
})

test('each call has a name of its own, also among processes', async () => {
  const one = shared()
  const other = shared()
  for (const { rate } of [one, one, other]) await rate.beginCall()
  expect(new Set([...one.asked, ...other.asked].map(([, name]) => name)).size).toBe(3)
})

describe('while Redis is away', () => {
  test('its part of the rate, when what was sent together is over', async () => {
    const { rate, goAway } = shared()
    await rate.waitForTurns(1)
    goAway()
    expect([await rate.beginCall(), rate.sharedBy()]).toEqual([1_005, 1])
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(rate), rate.spacingMs()]).toEqual([5, 206])
  })

  test('the part that the option says', async () => {
    const { rate, goAway } = shared(10)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(rate), rate.spacingMs()]).toEqual([2, 515])
  })

  test('a turn that was asked for is given', async () => {
    const { rate, answers, goAway } = shared(4)
    answers.set(takeTurns, undefined)
    const turn = rate.waitForTurns(1)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    await expect(turn).resolves.toBeUndefined()
  })

  test('a refusal is its own', async () => {
    const { rate, asked, goAway } = shared(1)
    goAway()
    rate.slowDown()
    expect([asked, rate.spacingMs()]).toEqual([[], 103])
  })
})

describe('Redis has not answered yet', () => {
  const unknown =
    'it has not answered since the start, and without `rateLimit.processes` the part of this process is not known'

  test('and goes away: mails wait a little, then they fail, until it answers', async () => {
    const { rate, heard, goAway, comeBack } = shared()
    goAway()
    expect([heard, rate.perSecond()]).toEqual([[`Mails wait for Redis 10 s and then fail: ${unknown}`], 0])
    let outcome: unknown
    rate.waitForTurns(1).catch((error) => {
      outcome = error
    })
    await vi.advanceTimersByTimeAsync(9_900)
    expect([outcome, rate.unavailable()]).toEqual([undefined, undefined])
    await vi.advanceTimersByTimeAsync(150)
    const failure = {
      message: `The mail was not sent: Redis, where the rate is kept, is away: ECONNREFUSED; ${unknown}.`,
      reason: 'rate-limited',
      retry: 'later',
      delivered: 'no',
    }
    expect([outcome, rate.unavailable()]).toEqual(Array(2).fill(expect.objectContaining(failure)))
    comeBack()
    expect([rate.unavailable(), rate.perSecond()]).toEqual([undefined, 20])
    await rate.waitForTurns(1)
  })

  test('and refuses to work: mails fail at once', async () => {
    const { rate, heard, goAway } = shared(undefined, { why: 'WRONGTYPE', advice: 'Delete the key.' })
    goAway()
    expect(heard).toEqual([`Mails fail: ${unknown}`])
    await expect(rate.waitForTurns(1)).rejects.toMatchObject({
      message: `The mail was not sent: Redis, where the rate is kept, cannot be used: WRONGTYPE; ${unknown}.`,
      hint: 'Delete the key.',
    })
  })

  test('and comes while mails wait: they go', async () => {
    const { rate, goAway, comeBack } = shared()
    goAway()
    const turn = rate.waitForTurns(1)
    await vi.advanceTimersByTimeAsync(5_000)
    comeBack()
    await vi.advanceTimersByTimeAsync(50)
    await expect(turn).resolves.toBeUndefined()
  })

  test('and the option says how many there are: each sends its part', async () => {
    const { rate, heard, goAway } = shared(4)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    await rate.waitForTurns(1)
    expect([await handedOver(rate), rate.perSecond(), heard]).toEqual([5, 5, []])
  })
})

describe('when Redis is back', () => {
  test('it shares again as soon as what it sent alone is out of the window', async () => {
    const { rate, asked, goAway, comeBack } = shared()
    await rate.waitForTurns(1)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    const calls = [await rate.beginCall(), await rate.beginCall()]
    await vi.advanceTimersByTimeAsync(200)
    for (const call of calls) if (typeof call !== 'number') call.end(true)
    asked.length = 0
    comeBack()
    expect(asked).toEqual([[reportOutage, 1_005, 4]])

    const turn = rate.waitForTurns(1)
    await vi.advanceTimersByTimeAsync(1_004)
    expect([asked.length, await rate.beginCall()]).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(50)
    await turn
    expect(asked.slice(1)).toEqual([[takeTurns, 51.5]])
  })

  test('at once, if it sent nothing alone', async () => {
    const { rate, asked, goAway, comeBack } = shared(4)
    goAway()
    comeBack()
    await rate.waitForTurns(1)
    expect(asked.map(([script]) => script)).toEqual([reportOutage, takeTurns])
  })

  test('it expects as many as the option says', () => {
    const { asked, goAway, comeBack } = shared(10)
    goAway()
    comeBack()
    expect(asked).toEqual([[reportOutage, 1_005, 10]])
  })

  test('its part of the rate is told, until all are back', async () => {
    const { rate, answers } = shared()
    answers.set(takeTurns, [0, 1, 4, -1, '1'])
    await rate.waitForTurns(1)
    expect([rate.perSecond(), rate.spacingMs(), rate.sharedBy()]).toEqual([5, 206, 1])
    answers.set(takeTurns, [0, 4, 4, -1, '1'])
    await rate.waitForTurns(1)
    expect([rate.perSecond(), rate.spacingMs(), rate.sharedBy()]).toEqual([20, 51.5, 4])
  })
})

describe('the clock of Redis is set', () => {
  const process = expect.stringMatching(/^[\da-f-]{36}$/)
  const seen = async () => {
    const stage = shared()
    await stage.rate.waitForTurns(1)
    stage.asked.length = 0
    return stage
  }

  test.each([3_600_000, 700, -700, -3_600_000])(
    'by %d ms: what it says is not believed, all are told, then it goes on',
    async (ms) => {
      const { rate, asked, heard, setClock } = await seen()
      setClock(ms)
      const call = rate.beginCall()
      await vi.advanceTimersByTimeAsync(1_005)
      expect(await call).toHaveProperty('end')
      const [, first] = asked[0] ?? []
      expect(asked).toEqual([
        [beginCall, first, 20, 4_000, 0],
        [endCall, first, 1_005, 0],
        [join, 1_005, 4, 'epoch 0', process, 1_001_000 + ms],
        [beginCall, first, 20, 4_000, 0],
      ])
      expect(heard).toEqual([`The clock of Redis was set by ${ms} ms, or this machine slept: no mail goes for 1005 ms`])
      await rate.beginCall()
      expect([asked.length, heard.length]).toEqual([5, 1])
    },
  )

  test('while several ask: none of them is believed, and it is told once', async () => {
    const { rate, asked, heard, setClock } = await seen()
    setClock(700)
    const asking = Promise.all([rate.beginCall(), rate.waitForTurns(1), rate.beginCall()])
    await vi.advanceTimersByTimeAsync(1_005)
    await asking
    const scripts = asked.map(([script]) => script)
    expect(scripts.filter((script) => script === join)).toHaveLength(1)
    const again = scripts.slice(scripts.lastIndexOf(join) + 1)
    expect(again.filter((script) => script === beginCall)).toHaveLength(2)
    expect([again.filter((script) => script === takeTurns).length, heard.length]).toEqual([1, 1])
  })

  test('while this process joins: it tells of it afterwards', async () => {
    const { rate, answers, asked, setClock } = await seen()
    answers.set(beginCall, () => {
      answers.set(beginCall, 0)
      return 'join'
    })
    answers.set(join, () => {
      setClock(asked.length > 3 ? 0 : 700)
      return 1
    })
    const call = rate.beginCall()
    await vi.advanceTimersByTimeAsync(1_005)
    await call
    expect(asked.filter(([script]) => script === join).map(([, , , doubted]) => doubted)).toEqual(['', 'epoch 0'])
  })

  test('and an answer by the new time comes only when that is settled: it is asked for anew', async () => {
    const { rate, answers, asked, setClock } = await seen()
    let come = (_: number) => {}
    answers.set(beginCall, () => {
      answers.set(beginCall, 0)
      return new Promise<number>((resolve) => {
        come = resolve
      })
    })
    setClock(700)
    const late = rate.beginCall()
    await vi.advanceTimersByTimeAsync(1)
    const turn = rate.waitForTurns(1)
    await vi.advanceTimersByTimeAsync(1_005)
    await turn
    come(0)
    await late
    expect(asked.map(([script]) => script)).toEqual([beginCall, takeTurns, join, takeTurns, endCall, beginCall])
  })

  test('again and again: Redis is asked once a second', async () => {
    const { rate, answers, asked, setClock } = await seen()
    answers.set(takeTurns, () => {
      if (asked.length < 100) setClock(700)
      return [0, 4, 4, -1, '1']
    })
    setClock(700)
    void rate.waitForTurns(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked.filter(([script]) => script === join)).toHaveLength(10)
  })

  test('a slow answer is no such thing', async () => {
    const { rate, answers, asked, heard } = await seen()
    answers.set(beginCall, async () => {
      await vi.advanceTimersByTimeAsync(900)
      return 0
    })
    for (const _ of [1, 2]) await rate.beginCall()
    expect([asked.length, heard]).toEqual([2, []])
  })
})

describe('told to join those who share the rate', () => {
  /** Answers so once, to each of these scripts, and then as before. */
  const tellToJoin = ({ answers }: ReturnType<typeof shared>, ...scripts: readonly Script[]) => {
    for (const script of scripts) {
      const usual = answers.get(script)
      answers.set(script, () => {
        answers.set(script, usual)
        return 'join'
      })
    }
  }
  const process = expect.stringMatching(/^[\da-f-]{36}$/)

  test('joins, and asks again', async () => {
    const stage = shared()
    tellToJoin(stage, takeTurns)
    await stage.rate.waitForTurns(1)
    expect(stage.asked).toEqual([
      [takeTurns, 51.5],
      [join, 1_005, 1, '', process, 1_001_000],
      [takeTurns, 51.5],
    ])
  })

  test('once, for all who ask', async () => {
    const stage = shared()
    tellToJoin(stage, takeTurns, beginCall)
    await Promise.all([stage.rate.waitForTurns(1), stage.rate.beginCall()])
    expect(stage.asked.filter(([script]) => script === join)).toHaveLength(1)
  })

  test('tells with how many it shared within the last minute', async () => {
    const stage = shared()
    await stage.rate.waitForTurns(1)
    for (const ms of [59_000, 1_000]) {
      await vi.advanceTimersByTimeAsync(ms)
      tellToJoin(stage, beginCall)
      await stage.rate.beginCall()
    }
    const joins = stage.asked.filter(([script]) => script === join)
    expect(joins.map(([, , expected]) => expected)).toEqual([4, 1])
  })

  test('since the state is lost: the log says so, unless nobody has used it for a day', async () => {
    const stage = shared()
    stage.answers.set(join, 2)
    tellToJoin(stage, takeTurns)
    await stage.rate.waitForTurns(1)
    expect(stage.heard).toEqual([])
    tellToJoin(stage, takeTurns)
    await stage.rate.waitForTurns(1)
    expect(stage.heard).toEqual([
      'Redis has lost what it knew of the rate, started anew, flushed or with a `maxmemory-policy` other than `noeviction`: no mail goes for 1005 ms',
    ])
    await vi.advanceTimersByTimeAsync(86_400_000)
    tellToJoin(stage, takeTurns)
    await stage.rate.waitForTurns(1)
    expect(stage.heard).toHaveLength(1)
  })

  test('and Redis goes away: sends alone', async () => {
    const stage = shared(4)
    tellToJoin(stage, takeTurns)
    stage.answers.set(join, () => stage.goAway())
    const turn = stage.rate.waitForTurns(1)
    await vi.advanceTimersByTimeAsync(1_050)
    await expect(turn).resolves.toBeUndefined()
    expect(stage.asked.map(([script]) => script)).toEqual([takeTurns, join])
  })
})
