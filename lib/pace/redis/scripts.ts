import { script } from './link.ts'

// Each runs as a whole: nothing of another process's comes between. Numbers are milliseconds.

const prelude = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end
`

/**
 * What is known of the rate, told to a process that shares it in Redis. One that does not yet, or no more, is told to join, and
 * the time by which it must.
 *
 * Until all who shared the rate before Redis was away share it again, those who do have their part of it only: the others
 * may still send alone, with theirs. Times far ahead are none of ours: the clock was set back, or another Redis took over.
 */
const rate = `
local process, perMs, pauseMs, answerMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local known, refusedAt, refusedShare, nextTurn, expected, expectedUntil = unpack(redis.call('HMGET', KEYS[1],
  'known', 'refusedAt', 'refusedShare', 'next', 'expected', 'expectedUntil'))
if not known or not redis.call('ZSCORE', KEYS[2], process) then return { 'join', text(now + answerMs) } end
known, refusedAt, nextTurn = tonumber(known), tonumber(refusedAt or nil), tonumber(nextTurn or nil)
expected, expectedUntil = tonumber(expected or 1), tonumber(expectedUntil or 0)

if known > now + perMs then
  known = now + perMs
  redis.call('HSET', KEYS[1], 'known', text(known))
end
redis.call('PEXPIRE', KEYS[1], 86400000)
if refusedAt and refusedAt > now then refusedAt = nil end
local quietUntil = math.max(known, refusedAt and refusedAt + pauseMs or 0)

redis.call('ZADD', KEYS[2], text(now), process)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - 60000))
redis.call('ZREMRANGEBYSCORE', KEYS[2], text(now + 1000), '+inf')
redis.call('PEXPIRE', KEYS[2], 60000)
local present = redis.call('ZCARD', KEYS[2])
if expectedUntil <= now or expectedUntil > now + 60000 then expected = 1 end
local processes = math.max(present, expected)
local part = present / processes
`

/**
 * Takes the next turns, which start after the milliseconds that are returned. A process that comes a little late for its
 * turn does not make everyone's later.
 */
export const takeTurns = script(`${prelude}${rate}
local spacing = tonumber(ARGV[5]) / part
local furthest = now + perMs + 10 * processes * spacing
local at = math.min(math.max(now - 50, quietUntil, nextTurn or 0), furthest)
redis.call('HSET', KEYS[1], 'next', text(at + spacing))
local refusedAgo = refusedAt and math.floor(now - refusedAt) or -1
return { math.ceil(math.max(0, at - now)), present, processes, refusedAgo, refusedShare or '1' }`)

/**
 * Counts a call and returns 0, if one more is allowed; else returns the milliseconds after which there may be room. A call
 * is in the window until its score: that is set by {@link endCall}, and until then as if it were counted as late as can be.
 */
export const beginCall = script(`${prelude}${rate}
local call, flightMs, wayMs = ARGV[5], tonumber(ARGV[7]), tonumber(ARGV[8])
local allowed = math.max(1, math.floor(tonumber(ARGV[6]) * part))
if quietUntil > now then return math.ceil(quietUntil - now) end

redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now))
redis.call('ZREMRANGEBYSCORE', KEYS[3], text(now + flightMs + perMs + 1), '+inf')
local arrival = '(' .. text(now + wayMs)
local counted = redis.call('ZCOUNT', KEYS[3], arrival, '+inf')
if counted < allowed then
  redis.call('ZADD', KEYS[3], text(now + flightMs + perMs), call)
  redis.call('PEXPIRE', KEYS[3], math.ceil(flightMs + perMs))
  return 0
end
local last = redis.call('ZRANGEBYSCORE', KEYS[3], arrival, '+inf', 'WITHSCORES', 'LIMIT', counted - allowed, 1)
return math.max(1, math.ceil(last[2] - now - wayMs))`)

/** A call's reply came, or its connection ended. Returns how long that took, or -1 if the call was given up before. */
export const endCall = script(`${prelude}
local call, perMs, flightMs, wayMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local score = redis.call('ZSCORE', KEYS[1], call)
redis.call('ZADD', KEYS[1], text(now + perMs - wayMs), call)
redis.call('PEXPIRE', KEYS[1], math.ceil(flightMs + perMs))
return score and math.floor(now - (score - flightMs - perMs)) or -1`)

/** SES refused a call for the rate. Several under way may be refused together: that is one refusal. */
export const reportRefusal = script(`${prelude}
local share, pauseMs = ARGV[1], tonumber(ARGV[2])
local refusedAt = tonumber(redis.call('HGET', KEYS[1], 'refusedAt'))
if refusedAt and refusedAt + pauseMs > now and refusedAt <= now then return 0 end
return redis.call('HSET', KEYS[1], 'refusedAt', text(now), 'refusedShare', share)`)

/**
 * Where nothing is known – the first mail of a day, or Redis began anew and empty – others may have sent within the last
 * second: it is waited out, as the pause after a refusal is.
 */
const unknown = `
local perMs, expected = tonumber(ARGV[1]), tonumber(ARGV[2])
local isNew = redis.call('HSETNX', KEYS[1], 'known', text(now + perMs)) == 1
redis.call('PEXPIRE', KEYS[1], 86400000)
local function expect()
  local before, untilThen = unpack(redis.call('HMGET', KEYS[1], 'expected', 'expectedUntil'))
  if before and tonumber(untilThen) > now then expected = math.max(expected, tonumber(before)) end
  redis.call('HSET', KEYS[1], 'expected', expected, 'expectedUntil', text(now + 60000))
end
`

/**
 * Redis was away for a process, and perhaps for others: as many as shared the rate before are expected back, for a minute,
 * and each has to join anew. What Redis knows of who shares may be of before.
 */
export const reportOutage = script(`${prelude}${unknown}
expect()
redis.call('DEL', KEYS[2])
return 1`)

/**
 * A process shares the rate from now on. Not if it comes too late, as a command may that its client kept until Redis was
 * there again: by then the process may send alone.
 */
export const join = script(`${prelude}${unknown}
local process, joinBy = ARGV[3], tonumber(ARGV[4])
if now > joinBy then return 0 end
if isNew then expect() end
redis.call('ZADD', KEYS[2], text(now), process)
redis.call('PEXPIRE', KEYS[2], 60000)
return 1`)

/**
 * Counts a mail to each recipient, each a list of the moments of its last mails. Returns 0 and the moment, or which
 * recipient has had too many and the milliseconds after which it may get one; nothing is counted then.
 */
export const countRecipients = script(`${prelude}
local count, perMs = tonumber(ARGV[1]), tonumber(ARGV[2])
for index, key in ipairs(KEYS) do
  local oldest = redis.call('LINDEX', key, -count)
  if oldest and oldest + perMs > now then return { index, math.ceil(oldest + perMs - now) } end
end
for _, key in ipairs(KEYS) do
  redis.call('RPUSH', key, text(now))
  redis.call('LTRIM', key, -count, -1)
  redis.call('PEXPIRE', key, perMs)
end
return { 0, text(now) }`)

export const uncountRecipients = script(`
for _, key in ipairs(KEYS) do redis.call('LREM', key, -1, ARGV[1]) end
return 0`)
