import { createHash, createHmac } from 'node:crypto'
import { type Failure, failures, missing } from './failure.ts'

/** A request as it came; names of headers in lower case. */
export interface ApiRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface Credential {
  readonly secretId: string
  readonly secretKey: string
}

/** "The difference between Timestamp and server time must not exceed five minutes." */
const maxSkewSeconds = 300

const authorization =
  /^TC3-HMAC-SHA256\s+Credential=([^/,\s]+)\/([^/,\s]+)\/([^/,\s]+)\/tc3_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/

/**
 * Why a request is not one of this key's, now; `undefined` if it is.
 *
 * @param now milliseconds since 1970
 * @see https://www.tencentcloud.com/document/product/1084/39391 "Signature v3"
 */
export function signatureFault(request: ApiRequest, credential: Credential, now: number): Failure | undefined {
  const timestamp = request.headers['x-tc-timestamp'] ?? ''
  if (timestamp === '') return missing('Timestamp')
  if (!/^\d{1,12}$/.test(timestamp)) return { Code: 'InvalidParameter', Message: 'Parameter `Timestamp` type error.' }
  const given = request.headers['authorization'] ?? ''
  if (given === '') return missing('Authorization')

  const [, secretId = '', date, service = '', list = '', signature] = authorization.exec(given) ?? []
  const signed = list.split(';')
  const isComplete = signed.includes('content-type') && signed.includes('host')
  if (!isComplete || !isService(service, request)) return failures.invalidAuthorization
  if (secretId !== credential.secretId) return failures.secretIdNotFound
  if (Math.abs(now / 1000 - Number(timestamp)) > maxSkewSeconds) return failures.signatureExpire

  const day = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
  const scope = `${day}/${service}/tc3_request`
  const key = ['tc3_request', service, day].reduceRight<string | Buffer>(
    (secret, part) => hmac(secret, part).digest(),
    `TC3${credential.secretKey}`,
  )
  const signatures = hostForms(request).map((host) => {
    const hashed = hash(canonicalRequest(request, signed, host))
    return hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${hashed}`).digest('hex')
  })
  return date === day && signature !== undefined && signatures.includes(signature)
    ? undefined
    : failures.signatureFailure
}

function canonicalRequest({ method, target, headers, body }: ApiRequest, signed: string[], host: string): string {
  const [path = '', query = ''] = target.split('?', 2)
  const values = [...signed].sort().map((name) => {
    const value = name === 'host' ? host : (headers[name] ?? '')
    return `${name}:${value.trim().toLowerCase()}\n`
  })
  return [method, path, query, values.join(''), [...signed].sort().join(';'), hash(body)].join('\n')
}

/** The official SDK for Node.js sends a Host with its port and signs it without. Tencent Cloud's own hosts have none. */
function hostForms({ headers }: ApiRequest): readonly string[] {
  const host = headers['host'] ?? ''
  return [host, host.replace(/:\d+$/, '')]
}

/** `ses`, or what the official SDKs take for it: the first label of the host that they were pointed at. */
function isService(service: string, { headers }: ApiRequest): boolean {
  return service === 'ses' || service === (headers['host'] ?? '').split('.')[0]
}

function hmac(key: string | Buffer, text: string) {
  return createHmac('sha256', key).update(text)
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
