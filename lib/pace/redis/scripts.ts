import { script } from './script.ts'

// Redis runs each script atomically. Numbers are milliseconds.

const prelude = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end
`

/**
 * Whether Redis can be used: the keys of the rate are what they should be, and it can be written to. A replica, or one
 * out of memory, counts as away.
 */
export const probe = script(`
local function wrong(kind, read, key)
  local got = redis.pcall(read, key, '')
  if type(got) ~= 'table' or not got.err then return nil end
  if not string.find(got.err, 'WRONGTYPE', 1, true) then return got end
  local other = redis.pcall('TYPE', key).ok or 'key of another type'
  return redis.error_reply('WRONGTYPE Expected the key ' .. key .. ' to be a ' .. kind .. ', got a ' .. other)
end
local found = wrong('hash', 'HGET', KEYS[1]) or wrong('zset', 'ZSCORE', KEYS[2]) or wrong('zset', 'ZSCORE', KEYS[3])
if found then return found end
redis.call('SET', KEYS[4], 1)
return redis.call('DEL', KEYS[4])`)

/**
 * Reads the state of the rate, for a process that shares it. One that has not joined, or is no longer listed, is told
 * to join. Each answer begins with the time, and with when the state was last known anew: its epoch.
 *
 * After an outage of Redis, until all processes that shared the rate have joined again, those that have use only their
 * part of it: the others may still send alone, with theirs. Times far in the future are discarded: the clock was set
 * back, or another Redis took over.
 */
const rate = `
local process, perMs, pauseMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local known, refusedAt, refusedShare, nextTurn, expected, expectedUntil = unpack(redis.call('HMGET', KEYS[1],
  'known', 'refusedAt', 'refusedShare', 'next', 'expected', 'expectedUntil'))
local isKept = known and redis.call('ZSCORE', KEYS[3], 'kept')
if not isKept or not redis.call('ZSCORE', KEYS[2], process) then return { text(now), known or '', 'join' } end
local epoch = known
known, refusedAt, nextTurn = tonumber(known), tonumber(refusedAt or nil), tonumber(nextTurn or nil)
expected, expectedUntil = tonumber(expected or 1), tonumber(expectedUntil or 0)

if known > now + perMs then
  known = now + perMs
  epoch = text(known)
  redis.call('HSET', KEYS[1], 'known', epoch)
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
 * Takes the next turns, which start after the milliseconds that are returned. A process a little late for its turn does
 * not delay everyone's.
 */
export const takeTurns = script(`${prelude}${rate}
local spacing = tonumber(ARGV[4]) / part
local furthest = now + perMs + 10 * processes * spacing
local at = math.min(math.max(now - 50, quietUntil, nextTurn or 0), furthest)
redis.call('HSET', KEYS[1], 'next', text(at + spacing))
local refusedAgo = refusedAt and math.floor(now - refusedAt) or -1
return { text(now), epoch, math.ceil(math.max(0, at - now)), present, processes, refusedAgo, refusedShare or '1' }`)

/**
 * Counts a call and answers 0, if one more is allowed; else answers the milliseconds after which there may be room. A
 * call's score is the time when it leaves the window: {@link endCall} sets it, and until then it assumes that SES
 * counts the call as late as possible.
 */
export const beginCall = script(`${prelude}${rate}
local call, flightMs, wayMs = ARGV[4], tonumber(ARGV[6]), tonumber(ARGV[7])
local allowed = math.max(1, math.floor(tonumber(ARGV[5]) * part))
if quietUntil > now then return { text(now), epoch, math.ceil(quietUntil - now) } end

redis.call('ZREMRANGEBYSCORE', KEYS[3], '(0', text(now))
redis.call('ZREMRANGEBYSCORE', KEYS[3], text(now + flightMs + perMs + 1), '+inf')
local arrival = '(' .. text(now + wayMs)
local counted = redis.call('ZCOUNT', KEYS[3], arrival, '+inf')
if counted < allowed then
  redis.call('ZADD', KEYS[3], text(now + flightMs + perMs), call)
  redis.call('PEXPIRE', KEYS[3], 86400000)
  return { text(now), epoch, 0 }
end
local last = redis.call('ZRANGEBYSCORE', KEYS[3], arrival, '+inf', 'WITHSCORES', 'LIMIT', counted - allowed, 1)
return { text(now), epoch, math.max(1, math.ceil(last[2] - now - wayMs)) }`)

/** A call's reply came, or its connection ended. */
export const endCall = script(`${prelude}
local call, perMs, wayMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], text(now + perMs - wayMs), call)
return redis.call('PEXPIRE', KEYS[1], 86400000)`)

/** SES refused a call for the rate. Several under way may be refused together: that is one refusal. */
export const reportRefusal = script(`${prelude}
local share, pauseMs = ARGV[1], tonumber(ARGV[2])
local refusedAt = tonumber(redis.call('HGET', KEYS[1], 'refusedAt'))
if refusedAt and refusedAt + pauseMs > now and refusedAt <= now then return 0 end
return redis.call('HSET', KEYS[1], 'refusedAt', text(now), 'refusedShare', share)`)

/**
 * Without a state – the first mail of a day, or Redis restarted empty – others may have sent within the last second:
 * that second is waited out, as the pause after a refusal is. So it is
 *
 * - where Redis has dropped a key for want of memory: the calls have a member `kept` that never leaves the window, and
 *   are not known without it
 * - where its clock was set, so that the times in the state say nothing: a process tells the epoch that it doubts, and
 *   the others, who notice later, wait for no other second
 */
const unknown = `
local perMs, expected, doubted = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local known = redis.call('HGET', KEYS[1], 'known')
local isKept = known and redis.call('ZSCORE', KEYS[3], 'kept')
if not isKept or known == doubted then
  redis.call('HSET', KEYS[1], 'known', text(now + perMs))
  redis.call('ZADD', KEYS[3], 0, 'kept')
  redis.call('PEXPIRE', KEYS[3], 86400000)
end
redis.call('PEXPIRE', KEYS[1], 86400000)
local function expect()
  local before, untilThen = unpack(redis.call('HMGET', KEYS[1], 'expected', 'expectedUntil'))
  if before and tonumber(untilThen) > now then expected = math.max(expected, tonumber(before)) end
  redis.call('HSET', KEYS[1], 'expected', expected, 'expectedUntil', text(now + 60000))
end
`

/**
 * Redis was away for a process, and perhaps for others: for a minute as many as shared the rate before are expected
 * back, and each has to join anew, since the list of processes in Redis may be from before.
 */
export const reportOutage = script(`${prelude}${unknown}
expect()
redis.call('DEL', KEYS[2])
return 1`)

/**
 * Lets a process share the rate from now on. Returns 1, 2 if the state was not known, or 0 if the process comes too late:
 * its client may have kept the command until Redis was back, and by then the process may send alone.
 */
export const join = script(`${prelude}${unknown}
local process, joinBy = ARGV[4], tonumber(ARGV[5])
if now > joinBy then return 0 end
if not known then expect() end
redis.call('ZADD', KEYS[2], text(now), process)
redis.call('PEXPIRE', KEYS[2], 60000)
return isKept and 1 or 2`)

/**
 * Counts a mail to each recipient, whose key lists the times of its last mails. Returns 0 and the time; or, and then
 * nothing is counted, which recipient has had too many and the milliseconds after which it may get one.
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
