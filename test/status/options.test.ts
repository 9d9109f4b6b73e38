import { describe, expect, test } from 'vitest'
import { resolveStatusOptions, type SesStatusOptions } from '../../lib/status/options.ts'

const client = { GetSendEmailStatus: async () => ({}) }
const credential = { secretId: 'AKIDexample', secretKey: 'S3cret' }
const region = 'ap-singapore'

function answer(options: unknown): string {
  try {
    resolveStatusOptions(options as SesStatusOptions)
    return 'taken'
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

test('the defaults', () => {
  expect(resolveStatusOptions({ client })).toEqual({
    client,
    sdk: undefined,
    rateLimit: 1,
    timeoutMs: 30_000,
    language: 'en',
  })
  expect(resolveStatusOptions({ client, rateLimit: {} }).rateLimit).toBe(1)
  expect(resolveStatusOptions({ client, rateLimit: false }).rateLimit).toBe(Number.POSITIVE_INFINITY)
})

// https://www.tencentcloud.com/document/product/1084/39502 and https://cloud.tencent.com/document/api/1288/51832
test.each([
  ['ap-singapore', 'ses.intl.tencentcloudapi.com'],
  ['ap-hongkong', 'ses.tencentcloudapi.com'],
  ['ap-guangzhou', 'ses.tencentcloudapi.com'],
] as const)('%s is asked at %s', (region, endpoint) =>
  expect(resolveStatusOptions({ credential, region }).sdk).toEqual({
    credential: { ...credential, token: undefined },
    region,
    endpoint,
    protocol: 'https://',
  }),
)

test.each([
  ['ses.internal.tencentcloudapi.com', 'https://', 'ses.internal.tencentcloudapi.com'],
  ['https://ses.example.com/', 'https://', 'ses.example.com'],
  ['http://127.0.0.1:8080', 'http://', '127.0.0.1:8080'],
])('endpoint %s', (endpoint, protocol, host) =>
  expect(resolveStatusOptions({ credential, region, endpoint }).sdk).toMatchObject({ endpoint: host, protocol }),
)

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['no options', undefined, 'Expected `options` to be an object, got `undefined`'],
    ['nobody to ask', {}, 'Expected `client`, or `credential` and `region`, got neither'],
    [
      'no region',
      { credential },
      'Expected `region` (ap-hongkong, ap-guangzhou, ap-singapore) with `credential`, got none',
    ],
    [
      'another region',
      { credential, region: 'eu' },
      "Expected `region` to be one of 'ap-hongkong', 'ap-guangzhou', 'ap-singapore', got `eu` (string)",
    ],
    [
      'a client that is none',
      { client: {} },
      'Expected `client` to have the method `GetSendEmailStatus`, got a value of type object',
    ],
    [
      'client and credential',
      { client, credential },
      'Expected `client` alone, got `credential` too: the client has its own',
    ],
    [
      'client and endpoint',
      { client, endpoint: 'x' },
      'Expected `client` alone, got `endpoint` too: the client has its own',
    ],
    ['an unknown option', { client, ratelimit: {} }, 'Unknown option `ratelimit`: did you mean `rateLimit`?'],
    [
      'an unknown option in a group',
      { client, rateLimit: { perSec: 1 } },
      'Unknown option `rateLimit.perSec`: did you mean `rateLimit.perSecond`?',
    ],
    [
      'a rate of 0',
      { client, rateLimit: { perSecond: 0 } },
      'Expected `rateLimit.perSecond` to be a positive number, got `0` (number)',
    ],
    [
      'a time of 0',
      { client, timeoutMs: 0 },
      'Expected `timeoutMs` to be a whole number of at least 1, got `0` (number)',
    ],
    [
      'a path',
      { credential, region, endpoint: 'https://ses.example.com/v1' },
      'Expected `endpoint` to be a host, or a URL of nothing else, got a string of 26 characters',
    ],
    [
      'a key that is not set',
      { credential: { secretId: 'a', secretKey: undefined }, region },
      'Expected `credential.secretKey` to be a string that is not empty, got a value of type undefined',
    ],
    [
      'an empty key',
      { credential: { secretId: '', secretKey: 'b' }, region },
      'Expected `credential.secretId` to be a string that is not empty, got an empty string',
    ],
    [
      'a key as a number',
      { credential: { secretId: 'a', secretKey: 31337 }, region },
      'Expected `credential.secretKey` to be a string that is not empty, got a value of type number',
    ],
    [
      'a credential that is none',
      { credential: 'S3cret', region },
      'Expected `credential` to be { secretId, secretKey }, got a value of type string',
    ],
  ])('%s', (_, options, message) => expect(answer(options)).toBe(`TypeError: ${message}`))
})
