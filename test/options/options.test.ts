import { readdirSync, readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { Cluster, Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import { resolveOptions, type SesTransportOptions } from '../../lib/options/options.ts'

const auth = { user: 'noreply@mail.example.com', pass: 'p' }
const required = { region: 'ap-singapore', auth } as const
const resolve = (options: object) => resolveOptions({ ...required, ...options } as SesTransportOptions)

/** What an option that is not of its kind is answered. */
function answer(options: unknown): string {
  try {
    resolveOptions(options as SesTransportOptions)
    return 'taken'
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

test('every default', () => {
  const { logger, ...settings } = resolveOptions(required)
  expect(settings).toEqual({
    host: 'sg-smtp.qcloudmail.com',
    port: 465,
    tls: {},
    logins: [auth],
    cc: 'to',
    bcc: 'separate',
    inlineImages: 'data-url',
    signed: 'refuse',
    bodyEncoding: 'base64',
    onLoss: 'send',
    stripHeaders: new Set(),
    limits: {
      body: 1_000_000,
      attachment: 5_000_000,
      attachments: 8_000_000,
      message: 10_000_000,
      attachmentCount: 10,
      recipients: 50,
    },
    rateLimit: { perSecond: 20 },
    recipientLimit: false,
    park: true,
    maxWaiting: Number.POSITIVE_INFINITY,
    maxWaitMs: Number.POSITIVE_INFINITY,
    retry: { retries: 4, minDelayMs: 500, maxDelayMs: 10_000, deadlineMs: 60_000 },
    onUnknown: 'fail',
    pool: { maxConnections: 20, maxMessages: 100, idleTimeoutMs: 60_000 },
    timeouts: { connectionMs: 30_000, greetingMs: 30_000, socketMs: 120_000, replyMs: 300_000, contentMs: 300_000 },
    proxy: undefined,
    disableFileAccess: false,
    disableUrlAccess: false,
    allowUrls: undefined,
    traceAddresses: false,
    meanings: [],
    language: 'en',
  })
  expect(Object.keys(logger).sort()).toEqual(['debug', 'error', 'info', 'warn'])
})

test.each([
  ['Files.Example.com', 'files.example.com'],
  ['*.例え.jp', '*.xn--r8jz45g.jp'],
  ['a.example:8080', 'a.example:8080'],
  ['a.example:80', 'a.example:80'],
  ['*.a.example:0443', '*.a.example:443'],
  ['[::1]', '[::1]'],
  ['[::1]:80', '[::1]:80'],
])('allowUrls: %s', (given, host) =>
  expect(resolveOptions({ ...required, allowUrls: [given] }).allowUrls).toEqual([host]),
)

describe('the defaults are what the comments at the options say', () => {
  const folder = new URL('../../lib/options/', import.meta.url)
  const documented = readdirSync(folder).flatMap((file) => {
    const source = readFileSync(new URL(file, folder), 'utf8')
    const option = /@default (.+)\n(?:\s+\* .*\n)*\s+\*\/\n\s+(?:readonly )?(\w+)\??:/g
    return [...source.matchAll(option)].map(([, byDefault = '', name = '']) => ({ file, name, byDefault }))
  })
  const settings = resolveOptions(required)
  const groups: Readonly<Record<string, object>> = {
    'options.ts': { ...settings, stripHeaders: [...settings.stripHeaders], logger: false },
    'limits.ts': settings.limits,
    'pool.ts': settings.pool,
    'retry.ts': settings.retry,
    'timeouts.ts': settings.timeouts,
  }

  test.each(documented.filter(({ file }) => file in groups))(
    '$name of $file: $byDefault',
    ({ file, name, byDefault }) =>
      expect({ [name]: new Function(`return ${byDefault}`)() }).toEqual({
        [name]: Reflect.get(groups[file] ?? {}, name),
      }),
  )

  test('of every group', () =>
    expect(new Set(documented.map(({ file }) => file))).toEqual(new Set([...Object.keys(groups), 'rate-limit.ts'])))
})

// https://www.tencentcloud.com/document/product/1084/44457 "SMTP Service Address"
test.each([
  ['ap-hongkong', 'smtp.qcloudmail.com'],
  ['ap-guangzhou', 'gz-smtp.qcloudmail.com'],
  ['ap-singapore', 'sg-smtp.qcloudmail.com'],
])('the host of %s', (region, host) => expect(resolve({ region }).host).toBe(host))

describe('one field that is given keeps the rest', () => {
  test.each<[string, object, object]>([
    ['limits', { limits: { body: 5 } }, { limits: { body: 5, attachment: 5_000_000, recipients: 50 } }],
    [
      'retry',
      { retry: { retries: 1 } },
      { retry: { retries: 1, minDelayMs: 500, maxDelayMs: 10_000, deadlineMs: 60_000 } },
    ],
    ['pool', { pool: { maxConnections: 1 } }, { pool: { maxConnections: 1, maxMessages: 100, idleTimeoutMs: 60_000 } }],
    [
      'timeouts',
      { timeouts: { socketMs: 1 } },
      { timeouts: { connectionMs: 30_000, greetingMs: 30_000, socketMs: 1, replyMs: 300_000, contentMs: 300_000 } },
    ],
    ['timeouts, another', { timeouts: { contentMs: 7 } }, { timeouts: { socketMs: 120_000, contentMs: 7 } }],
    ['timeouts, a third', { timeouts: { replyMs: 7 } }, { timeouts: { socketMs: 120_000, replyMs: 7 } }],
    ['recipientLimit', { recipientLimit: {} }, { recipientLimit: { count: 10, perMs: 3_600_000 } }],
    ['recipientLimit, a part', { recipientLimit: { count: 3 } }, { recipientLimit: { count: 3, perMs: 3_600_000 } }],
    ['a field that is undefined', { limits: { body: undefined } }, { limits: { body: 1_000_000 } }],
  ])('%s', (_, options, settings) => expect(resolve(options)).toMatchObject(settings))
})

describe('takes', () => {
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const fn = () => 'https://x.example'

  test.each<[string, object, object]>([
    ['host in place of region', { region: undefined, host: 'h' }, { host: 'h' }],
    ['host that is of the region', { host: 'sg-smtp.qcloudmail.com' }, { host: 'sg-smtp.qcloudmail.com' }],
    ['port as of an environment variable', { port: ' 587' }, { port: 587 }],
    ['port of a variable that is not set', { port: undefined }, { port: 465 }],
    ['a list of logins', { auth: [auth, { user: 'b', pass: fn }] }, { logins: [auth, { user: 'b', pass: fn }] }],
    ['functions', { inlineImages: fn, onUnknown: fn }, { inlineImages: fn, onUnknown: fn }],
    ['stripHeaders in lower case', { stripHeaders: ['X-A'] }, { stripHeaders: new Set(['x-a']) }],
    ['no rate limit', { rateLimit: false }, { rateLimit: false }],
    ['a part of a call a second', { rateLimit: { perSecond: 0.5 } }, { rateLimit: { perSecond: 0.5 } }],
    ['no parking', { park: false }, { park: false }],
    ['no retry', { retry: false }, { retry: { retries: 0 } }],
    ['no waiting', { maxWaiting: 0, maxWaitMs: 0 }, { maxWaiting: 0, maxWaitMs: 0 }],
    [
      'times without end, as long as a timer can be',
      { timeouts: { socketMs: Number.POSITIVE_INFINITY, replyMs: 2 ** 31, contentMs: 2 ** 40 } },
      { timeouts: { socketMs: 2 ** 31 - 1, replyMs: 2 ** 31 - 1, contentMs: 2 ** 31 - 1 } },
    ],
    [
      'idle connections without end, too',
      { pool: { idleTimeoutMs: Number.POSITIVE_INFINITY } },
      { pool: { idleTimeoutMs: 2 ** 31 - 1 } },
    ],
    ['a logger', { logger }, { logger }],
    ['tls', { tls: { ca: 'x' } }, { tls: { ca: 'x' } }],
    ['no limit', { limits: { message: Number.POSITIVE_INFINITY } }, { limits: { message: Number.POSITIVE_INFINITY } }],
    [
      'undefined for every option',
      Object.fromEntries(
        [
          'port',
          'tls',
          'cc',
          'bcc',
          'inlineImages',
          'limits',
          'rateLimit',
          'recipientLimit',
          'retry',
          'pool',
          'logger',
          'meanings',
          'proxy',
        ].map((name) => [name, undefined]),
      ),
      { port: 465 },
    ],
  ])('%s', (_, options, settings) => expect(resolve(options)).toMatchObject(settings))
})

test('takes a client of ioredis, for a limit that processes share', () => {
  const offline = { lazyConnect: true, enableReadyCheck: false }
  for (const redis of [new Redis(offline), new Cluster([{ port: 1 }], offline)]) {
    const { rateLimit } = resolveOptions({ ...required, rateLimit: { redis, processes: 4 } })
    expect(rateLimit).toEqual({
      perSecond: 20,
      shared: { redis, id: 'default', onRedisDown: 'local', processes: 4 },
    })
    redis.disconnect()
  }
})

test('a limit without Redis is that of one process', () =>
  expect(resolve({ rateLimit: { redis: undefined, id: 'x', processes: 4 } }).rateLimit).toEqual({ perSecond: 20 }))

describe('refuses an option of the wrong kind', () => {
  const wrong: [object, string][] = [
    [
      { region: undefined },
      'Expected `region` (ap-hongkong, ap-guangzhou, ap-singapore) or `host`, got neither: is a variable not set?',
    ],
    [
      { region: 'eu' },
      "Expected `region` to be one of 'ap-hongkong', 'ap-guangzhou', 'ap-singapore', got `eu` (string)",
    ],
    [
      { region: '__proto__' },
      "Expected `region` to be one of 'ap-hongkong', 'ap-guangzhou', 'ap-singapore', got `__proto__` (string)",
    ],
    [{ host: '' }, 'Expected `host` to be a string that is not empty, got `` (string)'],
    [{ host: 1 }, 'Expected `host` to be a string that is not empty, got `1` (number)'],
    [{ port: '' }, 'Expected `port` to be a whole number from 1 to 65535, got `` (string)'],
    [{ port: '0' }, 'Expected `port` to be a whole number from 1 to 65535, got `0` (number)'],
    [{ port: '4 65' }, 'Expected `port` to be a whole number from 1 to 65535, got `4 65` (string)'],
    [{ host: 'h' }, 'Expected `region` or `host`, got both: the host of ap-singapore is sg-smtp.qcloudmail.com, not h'],
    [{ port: 0 }, 'Expected `port` to be a whole number from 1 to 65535, got `0` (number)'],
    [{ port: 65_536 }, 'Expected `port` to be a whole number from 1 to 65535, got `65536` (number)'],
    [{ port: 1.5 }, 'Expected `port` to be a whole number from 1 to 65535, got `1.5` (number)'],
    [{ port: null }, 'Expected `port` to be a whole number from 1 to 65535, got `null`'],
    [{ tls: true }, 'Expected `tls` to be an object, got `true` (boolean)'],
    [{ auth: undefined }, 'Expected `auth` to be { user, pass }, got a value of type undefined'],
    [{ auth: [] }, 'Expected `auth` to hold at least one login, got an empty list'],
    [{ auth: [auth, null] }, 'Expected `auth[1]` to be { user, pass }, got a value of type object'],
    [{ auth: { pass: 'p' } }, 'Expected `auth.user` to be a sender address, got `undefined`: is a variable not set?'],
    [{ auth: { user: 1, pass: 'p' } }, 'Expected `auth.user` to be a string that is not empty, got `1` (number)'],
    [
      { auth: { user: 'u' } },
      'Expected `auth.pass` to be a password or a function that returns one, got `undefined`: is a variable not set?',
    ],
    [
      { auth: { user: 'u', pass: '' } },
      'Expected `auth.pass` to be a password or a function that returns one, got an empty string',
    ],
    [
      { auth: [{ user: 'u', pass: 1 }] },
      'Expected `auth[0].pass` to be a password or a function that returns one, got a value of type number',
    ],
    [{ cc: 'drop' }, "Expected `cc` to be one of 'to', 'separate', 'refuse', got `drop` (string)"],
    [{ cc: null }, "Expected `cc` to be one of 'to', 'separate', 'refuse', got `null`"],
    [{ bcc: 'to' }, "Expected `bcc` to be one of 'separate', 'refuse', got `to` (string)"],
    [
      { inlineImages: true },
      "Expected `inlineImages` to be one of 'data-url', 'attach', 'refuse', got `true` (boolean)",
    ],
    [{ bodyEncoding: '7bit' }, "Expected `bodyEncoding` to be one of 'base64', '8bit', got `7bit` (string)"],
    [{ onLoss: false }, "Expected `onLoss` to be one of 'send', 'refuse', got `false` (boolean)"],
    [{ stripHeaders: 'X-A' }, 'Expected `stripHeaders` to be a list, got `X-A` (string)'],
    [{ stripHeaders: ['X-A', 1] }, 'Expected `stripHeaders[1]` to be a string that is not empty, got `1` (number)'],
    [{ limits: 5 }, 'Expected `limits` to be an object, got `5` (number)'],
    [{ limits: [] }, 'Expected `limits` to be an object, got `a list` (object)'],
    [{ limits: { body: -1 } }, 'Expected `limits.body` to be a whole number of at least 0, got `-1` (number)'],
    [{ limits: { body: '1MB' } }, 'Expected `limits.body` to be a whole number of at least 0, got `1MB` (string)'],
    [
      { limits: { attachmentCount: 1.5 } },
      'Expected `limits.attachmentCount` to be a whole number of at least 0, got `1.5` (number)',
    ],
    [{ rateLimit: { perSecond: -1 } }, 'Expected `rateLimit.perSecond` to be a positive number, got `-1` (number)'],
    [{ rateLimit: { perSecond: 0 } }, 'Expected `rateLimit.perSecond` to be a positive number, got `0` (number)'],
    [
      { rateLimit: { perSecond: Number.NaN } },
      'Expected `rateLimit.perSecond` to be a positive number, got `NaN` (number)',
    ],
    [
      { rateLimit: { perSecond: Number.POSITIVE_INFINITY } },
      'Expected `rateLimit.perSecond` to be a positive number, got `Infinity` (number)',
    ],
    [{ rateLimit: true }, 'Expected `rateLimit` to be an object, got `true` (boolean)'],
    [{ rateLimit: 20 }, 'Expected `rateLimit` to be an object: write `{ perSecond: 20 }`, got `20` (number)'],
    [
      { rateLimit: { redis: 'redis://localhost' } },
      'Expected `rateLimit.redis` to be a client of ioredis, got a string of 17 characters',
    ],
    [{ rateLimit: { redis: null } }, 'Expected `rateLimit.redis` to be a client of ioredis, got `null`'],
    [
      { rateLimit: { redis: { eval() {} } } },
      'Expected `rateLimit.redis` to be a client of ioredis, got `an object` (object)',
    ],
    [{ rateLimit: { id: '' } }, 'Expected `rateLimit.id` to be a string that is not empty, got `` (string)'],
    [
      { rateLimit: { onRedisDown: 'wait' } },
      "Expected `rateLimit.onRedisDown` to be one of 'local', 'fail', got `wait` (string)",
    ],
    [
      { rateLimit: { processes: 0 } },
      'Expected `rateLimit.processes` to be a whole number from 1 to 1000000, got `0` (number)',
    ],
    [{ recipientLimit: true }, 'Expected `recipientLimit` to be an object, got `true` (boolean)'],
    [
      { recipientLimit: { count: 0 } },
      'Expected `recipientLimit.count` to be a whole number of at least 1, got `0` (number)',
    ],
    [{ maxWaiting: -1 }, 'Expected `maxWaiting` to be a number of at least 0, got `-1` (number)'],
    [{ maxWaiting: Number.NaN }, 'Expected `maxWaiting` to be a number of at least 0, got `NaN` (number)'],
    [{ maxWaitMs: '1s' }, 'Expected `maxWaitMs` to be a number of at least 0, got `1s` (string)'],
    [{ retry: true }, 'Expected `retry` to be an object, got `true` (boolean)'],
    [{ retry: { retries: -1 } }, 'Expected `retry.retries` to be a whole number of at least 0, got `-1` (number)'],
    [{ onUnknown: 'ignore' }, "Expected `onUnknown` to be one of 'fail', 'retry', got `ignore` (string)"],
    [
      { pool: { maxConnections: 0 } },
      'Expected `pool.maxConnections` to be a whole number of at least 1, got `0` (number)',
    ],
    [
      { timeouts: { socketMs: 0 } },
      'Expected `timeouts.socketMs` to be a whole number of at least 1, got `0` (number)',
    ],
    [
      { timeouts: { replyMs: -1 } },
      'Expected `timeouts.replyMs` to be a whole number of at least 1, got `-1` (number)',
    ],
    [
      { timeouts: { contentMs: 1.5 } },
      'Expected `timeouts.contentMs` to be a whole number of at least 1, got `1.5` (number)',
    ],
    [{ timeouts: { content: 1 } }, 'Unknown option `timeouts.content`: did you mean `timeouts.contentMs`?'],
    [{ proxy: '' }, 'Expected `proxy` to be a string that is not empty, got `` (string)'],
    [{ proxy: {} }, 'Expected `proxy` to be a string that is not empty, got `an object` (object)'],
    [{ logger: 'console' }, 'Expected `logger` to be true or false, got `console` (string)'],
    [{ logger: { info() {} } }, 'Expected `logger` to have a function `debug`, got `an object` (object)'],
    [{ disableFileAccess: 'yes' }, 'Expected `disableFileAccess` to be true or false, got `yes` (string)'],
    [{ park: 0 }, 'Expected `park` to be true or false, got `0` (number)'],
    [{ disableUrlAccess: 1 }, 'Expected `disableUrlAccess` to be true or false, got `1` (number)'],
    [{ allowUrls: 'example.org' }, 'Expected `allowUrls` to be a list, got a string of 11 characters'],
    [{ allowUrls: [''] }, 'Expected `allowUrls[0]` to be a string that is not empty, got `` (string)'],
    ...(
      [
        ['https://a.example', 'a string of 17 characters'],
        ['a.example/b', 'a string of 11 characters'],
        ['a@b.cc', '`a@b.cc` (string)'],
        ['a.*.cc', '`a.*.cc` (string)'],
        ['*', '`*` (string)'],
        ['*.', '`*.` (string)'],
        ['a b.cc', '`a b.cc` (string)'],
        ['a:port', '`a:port` (string)'],
      ] as const
    ).map(([host, got]): [object, string] => [
      { allowUrls: [host] },
      `Expected \`allowUrls[0]\` to be a host such as 'files.example.com' or '*.example.com', got ${got}`,
    ]),
    [{ meanings: {} }, 'Expected `meanings` to be a list, got `an object` (object)'],
  ]
  test.each(
    wrong.map(
      ([options, message]) => [inspect(options, { breakLength: Number.POSITIVE_INFINITY }), options, message] as const,
    ),
  )('%s', (_, options, message) => expect(answer({ ...required, ...options })).toBe(`TypeError: ${message}`))

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'Expected options or a URL, got undefined: is the environment variable of the URL set?'],
    ['null', null, 'Expected options or a URL, got null: is the environment variable of the URL set?'],
    ['a number', 1, 'Expected `options` to be an object, got `1` (number)'],
    ['a list', [], 'Expected `options` to be an object, got `a list` (object)'],
  ])('%s for the options', (_, options, message) => expect(answer(options)).toBe(`TypeError: ${message}`))

  // These would fail later, in other words, or not at all.
  test.each<[string, object, string]>([
    ['no logger', { logger: null }, '`logger`'],
    ['letters for no one', { limits: { recipients: 0 } }, '`limits.recipients`'],
    ['a row that is none', { meanings: ['x'] }, '`meanings[0]`'],
    ['a row without a reason', { meanings: [{ phrase: 'x', retry: 'never', hint: 'h' }] }, '`meanings[0].reason`'],
    [
      'a row of a reason that is none',
      { meanings: [{ phrase: 'x', reason: 'bad', retry: 'never', hint: 'h' }] },
      '`meanings[0].reason`',
    ],
    [
      'a row that would fit every reply',
      { meanings: [{ reason: 'blocked', retry: 'never', hint: 'h' }] },
      '`meanings[0]`',
    ],
    [
      'a row of a retry that is none',
      { meanings: [{ phrase: 'x', reason: 'blocked', retry: 'yes', hint: 'h' }] },
      '`meanings[0].retry`',
    ],
    [
      'a row of a scope without an end',
      { meanings: [{ phrase: 'x', reason: 'blocked', retry: 'later', scope: 'sender', hint: 'h' }] },
      '`meanings[0].retryAfter` to be given with `scope`',
    ],
    ...(
      [
        ['phrase', ' \n', 'have a word in it'],
        ['code', '', 'be a string that is not empty'],
        ['retryAfter', -1, "be 'china-midnight' or milliseconds"],
        ['retryAfter', Number.NaN, "be 'china-midnight' or milliseconds"],
        ['retryAfter', Number.POSITIVE_INFINITY, "be 'china-midnight' or milliseconds"],
        ['retryAfter', 'tomorrow', "be 'china-midnight' or milliseconds"],
        ['scope', 'everyone', "be one of 'recipient', 'provider', 'sender'"],
        ['hint', '', 'be a string that is not empty'],
        ['docs', 5, 'be a string that is not empty'],
      ] as const
    ).map(
      ([field, value, expected]) =>
        [
          `a row with the ${field} ${JSON.stringify(value)}`,
          { meanings: [{ phrase: 'x', reason: 'blocked', retry: 'later', hint: 'h', [field]: value }] },
          `\`meanings[0].${field}\` to ${expected}`,
        ] as [string, object, string],
    ),
  ])('%s', (_, options, name) => expect(answer({ ...required, ...options })).toContain(`TypeError: Expected ${name}`))
})

test('the rows of meanings are kept as they were given', () => {
  const row = {
    phrase: 'x',
    reason: 'blocked',
    retry: 'later',
    retryAfter: 0,
    scope: 'sender',
    hint: 'h',
    docs: 'https://x',
  }
  const { meanings } = resolveOptions({ ...required, meanings: [row] } as never)
  row.reason = 'nonsense'
  expect(meanings).toEqual([{ ...row, reason: 'blocked' }])
  expect(Object.isFrozen(meanings[0])).toBe(true)
})

describe('an option that is not known, and the nearest that is', () => {
  test.each<[object, string]>([
    [{ rateLimits: {} }, 'Unknown option `rateLimits`: did you mean `rateLimit`?'],
    [{ ratelimit: {} }, 'Unknown option `ratelimit`: did you mean `rateLimit`?'],
    [{ timeout: {} }, 'Unknown option `timeout`: did you mean `timeouts`?'],
    [{ stripHeader: [] }, 'Unknown option `stripHeader`: did you mean `stripHeaders`?'],
    [{ auth: { ...auth, passs: 'x' } }, 'Unknown option `auth.passs`: did you mean `auth.pass`?'],
    [{ auth: [{ ...auth, username: 'x' }] }, 'Unknown option `auth[0].username`: write `user`, the sender address'],
    [{ limits: { bodi: 1 } }, 'Unknown option `limits.bodi`: did you mean `limits.body`?'],
    [{ rateLimit: { perSeconds: 1 } }, 'Unknown option `rateLimit.perSeconds`: did you mean `rateLimit.perSecond`?'],
    [{ retry: { retry: 1 } }, 'Unknown option `retry.retry`: did you mean `retry.retries`?'],
    [
      { pool: { connections: 1 } },
      'Unknown option `pool.connections`: known are maxConnections, maxMessages, idleTimeoutMs',
    ],
    [{ secure: true }, 'Unknown option `secure`: leave it out, the connection always has TLS from its first byte'],
    [
      { requireTLS: true },
      'Unknown option `requireTLS`: leave it out, the connection always has TLS from its first byte',
    ],
    [{ service: 'QQ' }, "Unknown option `service`: write `region`, such as 'ap-singapore'"],
    [{ maxConnections: 1 }, 'Unknown option `maxConnections`: write `pool: { maxConnections }`'],
    [{ username: 'u' }, 'Unknown option `username`: write `auth: { user, pass }`'],
    [{ password: 'p' }, 'Unknown option `password`: write `auth: { user, pass }`'],
    [{ from: 'a@b.cc' }, 'Unknown option `from`: give it to each mail, or in the defaults'],
    [{ name: 'a' }, 'Unknown option `name`: leave it out'],
    [{ socketTimeout: 1 }, 'Unknown option `socketTimeout`: write `timeouts: { socketMs }`'],
    [{ auth: { ...auth, password: 'x' } }, 'Unknown option `auth.password`: write `pass`, the SMTP password'],
    [{ constructor: 1 }, 'Unknown option `constructor`: '],
    [JSON.parse('{"__proto__":{"cc":"refuse"}}'), 'Unknown option `__proto__`: '],
  ])('%o', (options, message) =>
    expect(
      answer(Object.assign(Object.create(null), required, {}, Object.fromEntries(Object.entries(options)))),
    ).toContain(`TypeError: ${message}`),
  )
})

describe('a password is never shown', () => {
  const secret = 's3cret-pass'

  test.each<[string, unknown]>([
    ['of a wrong kind', { ...required, auth: { user: 'u', pass: { value: secret } } }],
    ['in a list', { ...required, auth: { user: 'u', pass: [secret] } }],
    ['as a Buffer', { ...required, auth: { user: 'u', pass: Buffer.from(secret) } }],
    ['under another name', { ...required, auth: { user: 'u', password: secret } }],
    ['beside a user that is none', { ...required, auth: { user: '', pass: secret } }],
    ['as auth itself', { ...required, auth: secret }],
    ['as auth itself, with the user', { ...required, auth: `u:${secret}` }],
    ['in a list of logins', { ...required, auth: [secret] }],
    ['in a URL of another protocol', `https://u:${secret}@h`],
    ['in a URL without a user', `smtps://:${secret}@h`],
    ['in a URL that cannot be parsed', `smtps://u:${secret}@h:port`],
    ['in a URL with a query', `smtps://u:${secret}@h?pool=true`],
    ['in a URL with a broken escape', `smtps://u:${secret}%@h`],
    ['in a query', `smtps://u:p@h?pass=${secret}`],
    ['as a port', { ...required, port: secret }],
    ['as a region', { region: secret, auth }],
    ['as a word', { ...required, cc: secret }],
    ['as a number', { ...required, maxWaiting: secret }],
    ['as a list', { ...required, stripHeaders: secret }],
    ['in the URL of a Redis', { ...required, rateLimit: { redis: `redis://:${secret}@h`, id: 'a' } }],
    ['in a proxy beside a mistake', { ...required, proxy: `http://u:${secret}@h`, port: 0 }],
  ])('%s', (_, options) => {
    const answered = answer(options)
    expect(answered).toMatch(/^TypeError: (Expected|Unknown option)/)
    expect(answered).not.toContain(secret)
  })
})

describe('a URL', () => {
  test.each<[string, object]>([
    [
      'smtps://noreply%40mail.example.com:p%3Aw%2F%40@sg-smtp.qcloudmail.com:587',
      { host: 'sg-smtp.qcloudmail.com', port: 587, logins: [{ user: 'noreply@mail.example.com', pass: 'p:w/@' }] },
    ],
    ['smtps://u:p@h', { host: 'h', port: 465, logins: [{ user: 'u', pass: 'p' }] }],
    ['smtp://u:p@h', { host: 'h', port: 465 }],
    ['smtps://u:p@h/', { host: 'h' }],
    ['smtps://u:%E4%BD%A0@h', { logins: [{ user: 'u', pass: '你' }] }],
    ['smtps://u:p@[::1]:4650', { host: '::1', port: 4_650 }],
  ])('%s', (url, settings) => expect(resolveOptions(url)).toMatchObject(settings))

  test.each(['', 'x', 'https://u:p@h', 'smtps://h', 'smtps://u@h', 'smtps://u:p@', 'smtps:u:p@h'])('not %j', (url) =>
    expect(answer(url)).toBe(
      'TypeError: Expected a URL of the form `smtps://user:password@host:port`, got one without some of these parts',
    ),
  )

  test('not one with a query', () =>
    expect(answer('smtps://u:p@h?pool=true')).toBe(
      'TypeError: Expected a URL without a query, got one with: give the options as an object',
    ))
})

describe('the result', () => {
  test('is frozen', () => expect(Object.isFrozen(resolveOptions(required))).toBe(true))

  test('does not follow the options that were given', () => {
    const options = {
      ...required,
      auth: { ...auth },
      stripHeaders: ['X-A'],
      limits: { body: 5 },
      recipientLimit: { count: 3 },
    }
    const settings = resolveOptions(options)
    options.auth.pass = 'other'
    options.stripHeaders.push('X-B')
    options.limits.body = 6
    options.recipientLimit.count = 4
    expect(settings).toMatchObject({
      logins: [auth],
      stripHeaders: new Set(['x-a']),
      limits: { body: 5 },
      recipientLimit: { count: 3 },
    })
  })

  test("has defaults that are nobody's to change", () => {
    const { limits } = resolveOptions(required)
    expect(() => Object.assign(limits, { body: 1 })).toThrow(TypeError)
  })
})

test('logger: true writes to the standard error', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  resolve({ logger: true }).logger.warn({ tnx: 'x' }, 'a %s b', 'c')
  expect(error.mock.calls).toEqual([['a c b']])
  error.mockRestore()
})
