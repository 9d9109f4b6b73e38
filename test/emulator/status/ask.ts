// A client of Tencent Cloud's API that says exactly what it is told to.

import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import type { Emulator } from '../../../lib/emulator/index.ts'

export interface Question {
  readonly method?: string
  readonly path?: string
  /** Sent in place of the usual ones, and not sent where `null`. */
  readonly headers?: Readonly<Record<string, string | null>>
  readonly body?: unknown
  /** Sent in place of the body that was signed. */
  readonly changedBody?: string
  readonly secretId?: string
  readonly secretKey?: string
  readonly service?: string
  readonly signed?: readonly string[]
}

export interface Answer {
  readonly status: number | undefined
  readonly Response: {
    readonly RequestId: string
    readonly Error?: { readonly Code: string; readonly Message: string }
    readonly EmailStatusList?: readonly Readonly<Record<string, unknown>>[]
  }
}

/** Asks as the page on signature v3 has it. */
export async function ask(ses: Emulator, question: Question = {}): Promise<Answer> {
  const { url, client } = ses.status
  const { credential } = client
  const method = question.method ?? 'POST'
  const body = typeof question.body === 'string' ? question.body : JSON.stringify(question.body ?? today())
  const given: Record<string, string | null> = {
    Host: new URL(url).host,
    'Content-Type': 'application/json; charset=utf-8',
    'X-TC-Action': 'GetSendEmailStatus',
    'X-TC-Version': '2020-10-02',
    'X-TC-Timestamp': String(Math.floor(Date.now() / 1000)),
    'X-TC-Region': 'ap-singapore',
    ...question.headers,
  }
  const headers = Object.fromEntries(Object.entries(given).filter((each): each is [string, string] => each[1] !== null))
  if (headers['Authorization'] === undefined && given['Authorization'] !== null) {
    const { secretId = credential.secretId, secretKey = credential.secretKey, service = 'ses' } = question
    const key = { secretId, secretKey, service }
    headers['Authorization'] = sign(method, headers, question.signed ?? ['content-type', 'host'], body, key)
  }
  return exchange(new URL(question.path ?? '/', url), method, headers, question.changedBody ?? body)
}

/** The whole of today, as long as the test does not cross China's midnight. */
export function today(now = Date.now()) {
  return { RequestDate: new Date(now + 8 * 3_600_000).toISOString().slice(0, 10), Offset: 0, Limit: 100 }
}

/** https://www.tencentcloud.com/document/product/1084/39391, step by step. */
function sign(
  method: string,
  headers: Readonly<Record<string, string>>,
  signed: readonly string[],
  body: string,
  { secretId, secretKey, service }: { secretId: string; secretKey: string; service: string },
): string {
  const timestamp = headers['X-TC-Timestamp'] ?? '0'
  const date = new Date((Number(timestamp) || 0) * 1000).toISOString().slice(0, 10)
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const canonicalHeaders = signed.map((name) => `${name}:${(lower.get(name) ?? '').trim().toLowerCase()}\n`).join('')
  const canonical = `${method}\n/\n\n${canonicalHeaders}\n${signed.join(';')}\n${sha256(body)}`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${sha256(canonical)}`
  const signing = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const signature = hmac(signing, text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${date}/${service}/tc3_request, SignedHeaders=${signed.join(';')}, Signature=${signature}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function exchange(url: URL, method: string, headers: Record<string, string>, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let json = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        json += text
      })
      response.on('end', () => resolve({ status: response.statusCode, ...JSON.parse(json) }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
