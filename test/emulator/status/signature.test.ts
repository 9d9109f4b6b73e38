import { expect, test } from 'vitest'
import { type ApiRequest, signatureFault } from '../../../lib/emulator/status/signature.ts'

// The sample of Tencent Cloud's page "Signature v3", with its keys, its request and the signature that it comes to:
// https://www.tencentcloud.com/document/product/1084/39391
const credential = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const now = 1_551_113_065_000
const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
const scope = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request'
const signature = '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'
const headers = {
  'content-type': 'application/json; charset=utf-8',
  host: 'cvm.tencentcloudapi.com',
  'x-tc-timestamp': '1551113065',
  authorization: `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
}
const sample: ApiRequest = { method: 'POST', target: '/', headers, body: Buffer.from(body) }

const faultOf = (changes: Partial<ApiRequest>, time = now, key = credential) =>
  signatureFault({ ...sample, ...changes }, key, time)?.Code

test('the sample of the page is taken', () => expect(faultOf({})).toBeUndefined())

test('with its port in Host too, which the SDK for Node.js does not sign', () =>
  expect(faultOf({ headers: { ...headers, host: 'cvm.tencentcloudapi.com:8080' } })).toBeUndefined())

test('five minutes either way, and not a second more', () => {
  expect([-300, 300].map((seconds) => faultOf({}, now + seconds * 1000))).toEqual([undefined, undefined])
  const expired = 'AuthFailure.SignatureExpire'
  expect([-301, 301].map((seconds) => faultOf({}, now + seconds * 1000))).toEqual([expired, expired])
})

test.each<[string, Partial<ApiRequest>]>([
  ['another body', { body: Buffer.from(`${body} `) }],
  ['another method', { method: 'PUT' }],
  ['another path', { target: '/x' }],
  ['a query', { target: '/?a=1' }],
  ['another Content-Type', { headers: { ...headers, 'content-type': 'application/json' } }],
  ['another timestamp', { headers: { ...headers, 'x-tc-timestamp': '1551113066' } }],
  ['another date', { headers: { ...headers, authorization: headers.authorization.replace('02-25', '02-26') } }],
  ['another digit', { headers: { ...headers, authorization: headers.authorization.replace(/8$/, '9') } }],
])('%s is no longer what was signed', (_, changes) => expect(faultOf(changes)).toBe('AuthFailure.SignatureFailure'))

test('another key', () => {
  expect(faultOf({}, now, { ...credential, secretKey: 'other' })).toBe('AuthFailure.SignatureFailure')
  expect(faultOf({}, now, { ...credential, secretId: 'AKIDother' })).toBe('AuthFailure.SecretIdNotFound')
})

test.each([
  ['no scheme', headers.authorization.replace('TC3-HMAC-SHA256 ', '')],
  ['another scheme', headers.authorization.replace('TC3-HMAC-SHA256', 'AWS4-HMAC-SHA256')],
  ['no host among the signed headers', headers.authorization.replace(';host', ';x-tc-action')],
  ['no Content-Type among them', headers.authorization.replace('content-type;', '')],
  ['another service', headers.authorization.replace('/cvm/', '/sms/')],
  ['a long run of separators', `TC3-HMAC-SHA256 ${' '.repeat(50_000)}Credential=${','.repeat(50_000)}`],
])('%s is no authorization', (_, authorization) =>
  expect(faultOf({ headers: { ...headers, authorization } })).toBe('AuthFailure.InvalidAuthorization'),
)
