// The real SDK, pointed at a server of the test's own.

import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { ses } from 'tencentcloud-sdk-nodejs-ses'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type SesStatusOptions, type StatusClient, sesStatus } from '../../lib/status/index.ts'
import { openClient } from '../../lib/status/open-client.ts'
import { resolveStatusOptions } from '../../lib/status/options.ts'
import { ann, from, recordAt } from '../help/ses-records.ts'
import { failureOf } from '../help/stage.ts'

const noon = Date.parse('2026-11-27T04:00:00Z')
const question = { from, to: ann, sentAt: noon }
const credential = { secretId: 'AKIDexample', secretKey: 'S3cretKey' }

interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers each question as `answer` says: the API's JSON, a status, or nothing. */
async function startApi(answer: (asked: Asked) => object | number | undefined) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const question = { headers: request.headers, body: await text(request) }
    asked.push(question)
    const said = answer(question)
    if (typeof said === 'number') response.writeHead(said).end()
    else if (said) response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ Response: said }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const statusOf = (endpoint: string, options: SesStatusOptions = {}) =>
  sesStatus({ credential, region: 'ap-singapore', endpoint, rateLimit: false, ...options })

test('asks as the API wants to be asked, and reads its answer', async () => {
  const { asked, endpoint } = await startApi(() => ({ EmailStatusList: [recordAt(noon)], RequestId: 'r-1' }))
  const status = statusOf(endpoint)
  expect(await status.find(question)).toMatchObject([{ sendStatus: 'accepted', requestedAt: noon }])
  await status.find(question)
  const [{ headers, body }] = asked as [Asked]
  expect(JSON.parse(body)).toEqual({ RequestDate: '2026-11-27', Offset: 0, Limit: 100, ToEmailAddress: ann })
  expect(headers).toMatchObject({
    'x-tc-action': 'GetSendEmailStatus',
    'x-tc-version': '2020-10-02',
    'x-tc-region': 'ap-singapore',
  })
  expect(asked).toHaveLength(2)
})

// https://www.tencentcloud.com/document/product/1084/39430 "Signature Method v3"
test('signs with TC3-HMAC-SHA256', async () => {
  const { asked, endpoint } = await startApi(() => ({ EmailStatusList: [] }))
  await statusOf(endpoint).find(question)
  const [{ headers, body }] = asked as [Asked]
  const [, id, date = '', service = '', names = '', signature] =
    /^TC3-HMAC-SHA256 Credential=(.*?)\/(.*?)\/(.*?)\/tc3_request, SignedHeaders=(.*?), Signature=(.*)$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const hash = (value: string) => createHash('sha256').update(value).digest('hex')
  const sign = (key: string | Buffer, value: string) => createHmac('sha256', key).update(value).digest()
  const values: Record<string, string> = { ...headers, host: '127.0.0.1' } as never // it signs the host without its port
  const signed = names.split(';').map((name) => `${name}:${values[name]?.toLowerCase()}\n`)
  const canonical = ['POST', '/', '', signed.join(''), names, hash(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const key = sign(sign(sign(`TC3${credential.secretKey}`, date), service), 'tc3_request')
  const toSign = ['TC3-HMAC-SHA256', headers['x-tc-timestamp'], scope, hash(canonical)].join('\n')
  expect([id, signature]).toEqual([credential.secretId, sign(key, toSign).toString('hex')])
})

test.each([
  ['ap-singapore', 'ses.intl.tencentcloudapi.com'],
  ['ap-guangzhou', 'ses.tencentcloudapi.com'],
  ['ap-hongkong', 'ses.tencentcloudapi.com'],
] as const)('%s: the SDK gets the host %s', async (region, endpoint) => {
  const configs: unknown[] = []
  class Client {
    constructor(config: unknown) {
      configs.push(config)
    }
    GetSendEmailStatus = async () => ({})
  }
  const load = vi.fn(async () => ({ default: { ses: { v20201002: { Client } } } }))
  const ask = openClient(resolveStatusOptions({ credential, region, timeoutMs: 1_500 }), load)
  expect(load).not.toHaveBeenCalled() // before the first question
  const request = { RequestDate: '2026-11-27', Offset: 0, Limit: 100 }
  await Promise.all([ask(request, new AbortController().signal), ask(request, new AbortController().signal)])
  expect(load).toHaveBeenCalledOnce()
  expect(configs).toEqual([
    {
      credential: { ...credential, token: undefined },
      region,
      profile: { httpProfile: { endpoint, protocol: 'https://', reqTimeout: 2 } },
    },
  ])
})

describe('an error is a SesError', () => {
  test("SES's own, with its request id", async () => {
    const { endpoint } = await startApi(() => ({
      Error: { Code: 'RequestLimitExceeded', Message: 'Your current request times equals to 21' },
      RequestId: 'r-2',
    }))
    expect(await failureOf(statusOf(endpoint).find(question))).toMatchObject({
      reason: 'rate-limited',
      retry: 'soon',
      retryAfterMs: 1_000,
      sesCode: 'RequestLimitExceeded',
      requestId: 'r-2',
      delivered: 'unknown',
    })
  })

  test.each([
    [502, 'service-unavailable', 'soon'],
    [404, 'unknown', 'never'],
  ])('HTTP %d', async (status, reason, retry) => {
    const { endpoint } = await startApi(() => status)
    expect(await failureOf(statusOf(endpoint).find(question))).toMatchObject({ reason, retry })
  })

  test('nobody answers', async () =>
    expect(await failureOf(statusOf('http://127.0.0.1:1').find(question))).toMatchObject({
      reason: 'connection',
      retry: 'soon',
      code: 'ECONNECTION',
      requestId: undefined,
    }))

  test('no answer comes, and the request is given up', async () => {
    const { endpoint } = await startApi(() => undefined)
    const error = await failureOf(statusOf(endpoint, { timeoutMs: 100 }).find(question))
    expect(error).toMatchObject({ reason: 'connection', code: 'ETIMEDOUT' })
  })

  test('no secret is in it', async () => {
    const { endpoint } = await startApi(({ headers }) => ({
      Error: { Code: 'AuthFailure.SecretIdNotFound', Message: `${headers.authorization} ${credential.secretKey}` },
      RequestId: 'r-3',
    }))
    const error = await failureOf(statusOf(endpoint).find(question))
    expect(error).toMatchObject({ reason: 'auth-failed', retry: 'never', requestId: 'r-3' })
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${error.stack}`
    for (const secret of Object.values(credential)) expect(shown).not.toContain(secret)
  })
})

test('the SDK is missing: what to install, and found once it is there', async () => {
  const missing = Object.assign(new Error("Cannot find package 'tencentcloud-sdk-nodejs-ses'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  const Client = class {
    GetSendEmailStatus = async () => ({ RequestId: 'r' })
  }
  const load = vi.fn(async (): Promise<unknown> => ({ ses: { v20201002: { Client } } })).mockRejectedValueOnce(missing)
  const ask = openClient(resolveStatusOptions({ credential, region: 'ap-singapore' }), load)
  const request = { RequestDate: '2026-11-27', Offset: 0, Limit: 100 }
  expect(await failureOf(ask(request, new AbortController().signal))).toMatchObject({
    retry: 'never',
    delivered: 'unknown',
    hint: expect.stringContaining('npm install tencentcloud-sdk-nodejs-ses'),
    cause: missing,
  })
  expect(await ask(request, new AbortController().signal)).toEqual({ RequestId: 'r' })
})

test('the SDK makes no client: its words, no secret, and nothing to install', async () => {
  const Client = class {
    constructor({ credential }: { credential: { secretKey: string } }) {
      throw new Error(`cannot sign with ${credential.secretKey}`)
    }
  }
  const load = async () => ({ ses: { v20201002: { Client } } })
  const ask = openClient(resolveStatusOptions({ credential, region: 'ap-singapore' }), load)
  const request = { RequestDate: '2026-11-27', Offset: 0, Limit: 100 }
  const error = await failureOf(ask(request, new AbortController().signal))
  expect(error).toMatchObject({ retry: 'never', delivered: 'unknown', hint: expect.not.stringContaining('install') })
  expect(error.message).toBe(
    'The SDK tencentcloud-sdk-nodejs-ses made no client: cannot sign with …. SES was not asked.',
  )
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(credential.secretKey)
})

test("the SDK's own client is taken as it is", async () => {
  const { asked, endpoint } = await startApi(() => ({ EmailStatusList: [recordAt(noon)] }))
  const [protocol = '', host = ''] = endpoint.split(/(?<=\/\/)/)
  const httpProfile = { endpoint: host, protocol }
  const client: StatusClient = new ses.v20201002.Client({ credential, region: 'ap-hongkong', profile: { httpProfile } })
  expect(await sesStatus({ client }).find(question)).toHaveLength(1)
  expect(asked[0]?.headers['x-tc-region']).toBe('ap-hongkong')
})
