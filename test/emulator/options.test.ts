import { expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'

// biome-ignore format: a table
const wrong: readonly [unknown, string][] = [
  [5, 'Expected `options` to be an object, got `5` (number)'],
  [{ portt: 1 }, 'Unknown option `portt`: did you mean `port`?'],
  [{ Host: 'x' }, 'Unknown option `Host`: did you mean `host`?'],
  [{ toString: 1 }, 'Unknown option `toString`: known are host, names, port, domain,'],
  [{ goSmtp: '0.14' }, 'Unknown option `goSmtp`: known are host, names, port, domain,'],
  [{ host: '' }, "Expected `host` to be a string that is not empty, got `''` (string)"],
  [{ port: '25' }, "Expected `port` to be a whole number from 0 to 65535, got `'25'` (string)"],
  [{ port: 65_536 }, 'Expected `port` to be a whole number from 0 to 65535, got `65536` (number)'],
  [{ domain: null }, 'Expected `domain` to be a string that is not empty, got `null` (object)'],
  [{ accounts: {} }, 'Expected `accounts` to be a list, got an object'],
  [{ accounts: ['me'] }, "Expected `accounts[0]` to be an object, got `'me'` (string)"],
  [{ accounts: [{ user: 'a@x.org', password: 'x' }] }, 'Unknown option `accounts[0].password`: known are user, pass'],
  [{ accounts: [{ user: 'a@x.org' }] }, 'Expected `accounts[0].pass` to be a string that is not empty, got `undefined` (undefined)'],
  [{ rateLimit: 5 }, 'Expected `rateLimit` to be an object, or to be false, got `5` (number)'],
  [{ rateLimit: true }, 'Expected `rateLimit` to be an object, or to be false, got `true` (boolean)'],
  [{ rateLimit: { perSecond: -1 } }, 'Expected `rateLimit.perSecond` to be a whole number from 0 to 9007199254740991, got `-1` (number)'],
  [{ rateLimit: { persecond: 1 } }, 'Unknown option `rateLimit.persecond`: did you mean `rateLimit.perSecond`?'],
  [{ rateLimit: { window: 'rolling' } }, "Expected `rateLimit.window` to be one of 'sliding', 'fixed', got `'rolling'` (string)"],
  [{ recipientLimit: { count: 1.5 } }, 'Expected `recipientLimit.count` to be a whole number from 0 to'],
  [{ recipientLimit: { count: 1, perHour: 1 } }, 'Unknown option `recipientLimit.perHour`: known are count, perMs'],
  [{ dailyQuota: true }, 'Expected `dailyQuota` to be a whole number from 0 to 9007199254740991, or to be false, got `true` (boolean)'],
  [{ individualAccount: 'yes' }, "Expected `individualAccount` to be true or false, got `'yes'` (string)"],
  [{ reply: 'en' }, "Expected `reply` to be an object, got `'en'` (string)"],
  [{ reply: { language: 'fr' } }, "Expected `reply.language` to be one of 'en', 'zh', got `'fr'` (string)"],
  [{ lineLimit: 0 }, 'Expected `lineLimit` to be a whole number from 1 to 9007199254740991, or to be false, got `0` (number)'],
  [{ afterLongLine: 'end' }, "Expected `afterLongLine` to be one of 'close', 'reset', 'drain', got `'end'` (string)"],
  [{ chunking: 1 }, 'Expected `chunking` to be true or false, got `1` (number)'],
  [{ limits: { body: '1 MB' } }, "Expected `limits.body` to be a whole number from 0 to 9007199254740991, or to be false, got `'1 MB'` (string)"],
  [{ limits: { files: 1 } }, 'Unknown option `limits.files`: known are body, attachment, attachments, message, eof'],
  [{ undocumented: { rowOrder: 'any' } }, "Expected `undocumented.rowOrder` to be one of 'page', 'random', got `'any'` (string)"],
  [{ undocumented: { unsuported: 'drop' } }, 'Unknown option `undocumented.unsuported`: did you mean `undocumented.unsupported`?'],
  [{ faults: {} }, "Expected `faults` to be a list, a function, or a code of SES's, got an object"],
  [{ faults: 'FrequencyLimits' }, "Expected `faults` to be a code of SES's, got 'FrequencyLimits': did you mean 'FrequencyLimit'?"],
  [{ faults: ['Nonsense'] }, "Expected `faults[0]` to be a code of SES's, got 'Nonsense': any other can be given as { code, text }"],
  [{ faults: [{ at: 'cal' }] }, "Expected `faults[0].at` to be one of 'connect', 'tls', 'greeting', 'ehlo',"],
  [{ faults: [{ do: 'close' }] }, "Expected `faults[0].at` to be one of 'connect', 'tls', 'greeting', 'ehlo',"],
  [{ faults: [{ at: 'body' }] }, "Expected `faults[0].do` to be one of 'close', 'reset', 'silence', 'half-reply', 'garbage', { reply: string } or { slowMs: number }, got `undefined` (undefined)"],
  [{ faults: [{ at: 'body', do: 'stop' }] }, "Expected `faults[0].do` to be one of 'close',"],
  [{ faults: [{ at: 'body', do: { slowMs: -1 } }] }, "Expected `faults[0].do` to be one of 'close',"],
  [{ faults: [{ at: 'call' }] }, "Expected `faults[0].error` to be a code of SES's, got `undefined` (undefined)"],
  [{ faults: [{ at: 'call', error: {} }] }, 'Expected `faults[0].error.code` to be a string that is not empty, got `undefined` (undefined)'],
  [{ faults: [{ at: 'call', error: 'InternalError', time: 1 }] }, 'Unknown option `faults[0].time`: did you mean `faults[0].times`?'],
  [{ faults: [{ at: 'end', do: 'close', probability: 2 }] }, 'Expected `faults[0].probability` to be a number from 0 to 1, got `2` (number)'],
  [{ seed: Number.NaN }, 'Expected `seed` to be a number, got `NaN` (number)'],
  [{ latencyMs: -1 }, 'Expected `latencyMs` to be a whole number from 0 to 2147483647, got `-1` (number)'],
  [{ idleTimeoutMs: 0 }, 'Expected `idleTimeoutMs` to be a whole number from 1 to 2147483647, or to be false, got `0` (number)'],
  [{ tls: { maxVersion: '1.3' } }, "Expected `tls.maxVersion` to be one of 'TLSv1.2', 'TLSv1.3', got `'1.3'` (string)"],
  [{ now: 0 }, 'Expected `now` to be a function, got `0` (number)'],
]

test.each(wrong)('%j', async (options, message) => {
  await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(message)
  await expect(startEmulator(options as EmulatorOptions)).rejects.toBeInstanceOf(TypeError)
})

test('`undefined` is not given, wherever it stands', async () => {
  const ses = await startEmulator({
    limits: { body: undefined },
    rateLimit: undefined,
    reply: { language: undefined },
  } as unknown as EmulatorOptions)
  await ses.close()
})

test('what is set later is checked as well', async () => {
  const ses = await startEmulator()
  onTestFinished(() => ses.close())
  expect(() => ses.setRateLimit(5 as never)).toThrow('Expected `rateLimit` to be an object, got `5` (number)')
  expect(() => ses.setRecipientLimit({ count: -1, perMs: 1 })).toThrow('Expected `recipientLimit.count` to be')
  expect(() => ses.setFaults([{ at: 'cal' } as never])).toThrow('Expected `faults[0].at` to be one of')
})
