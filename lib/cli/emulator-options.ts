// Tested by test/cli/emulator.test.ts.

import { readFileSync } from 'node:fs'
import type { parseArgs } from 'node:util'
import type { Account, EmulatorOptions, PageOptions, StatusOptions } from '../emulator/index.ts'
import { parseWholeNumber, usageError } from './command.ts'
import { parseFault } from './fault-option.ts'

export const parsedOptions = {
  host: { type: 'string', default: '127.0.0.1' },
  name: { type: 'string', multiple: true },
  port: { type: 'string', default: '4650' },
  'web-port': { type: 'string', default: '4651' },
  user: { type: 'string', default: 'noreply@mail.example.com' },
  pass: { type: 'string', default: 'Emulated4Tests' },
  login: { type: 'string', multiple: true },
  'tls-key': { type: 'string' },
  'tls-cert': { type: 'string' },
  'per-second': { type: 'string' },
  'per-hour': { type: 'string' },
  'daily-quota': { type: 'string' },
  keep: { type: 'string', default: '500' },
  'no-limits': { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  reply: { type: 'string', default: 'zh' },
  'status-port': { type: 'string' },
  'secret-id': { type: 'string', default: 'AKIDEmulated4Tests' },
  'secret-key': { type: 'string', default: 'Emulated4TestsSecretKey' },
  webhook: { type: 'string' },
} as const

/** A mail takes twice that or so, with what is decoded of it. */
export const keptMegabytes = 200

type Values = ReturnType<typeof parseArgs<{ options: typeof parsedOptions }>>['values']

/** @throws a usage error for what makes no sense */
export function emulatorOptions(values: Values, preview: PageOptions['preview']) {
  const { host, name: names = [], fault = [], reply, webhook, 'status-port': statusPort } = values
  if (reply !== 'en' && reply !== 'zh') throw usageError(`Expected --reply to be en or zh, got '${reply}'`)
  if (host === '') throw usageError('Expected --host to be an address, got nothing')

  return {
    host,
    names,
    port: parsePort('--port', values.port),
    accounts: accounts(values),
    reply: { language: reply },
    keep: { count: parseWholeNumber('--keep', values.keep, 1, 1_000_000), bytes: keptMegabytes * 1024 * 1024 },
    faults: fault.map(parseFault),
    seed: parseWholeNumber('--seed', values.seed, 0, 4_294_967_295),
    page: { port: parsePort('--web-port', values['web-port']), ...(preview && { preview }) },
    ...tlsOptions(values),
    ...limitOptions(values),
    ...(statusPort !== undefined && { status: statusOptions(values, statusPort) }),
    ...(webhook !== undefined && { webhook: { url: parseUrl('--webhook', webhook) } }),
  } satisfies EmulatorOptions
}

function accounts({ user, pass, login = [] }: Values): readonly Account[] {
  if (login.length === 0) return [{ user, pass }]
  return login.map((each) => {
    const colon = each.indexOf(':')
    if (colon < 1 || colon === each.length - 1) {
      throw usageError(`Expected --login to be <address>:<password>, got '${each}'`)
    }
    return { user: each.slice(0, colon), pass: each.slice(colon + 1) }
  })
}

function tlsOptions({ 'tls-key': key, 'tls-cert': cert }: Values): Pick<EmulatorOptions, 'tls'> {
  if (key === undefined && cert === undefined) return {}
  if (key === undefined || cert === undefined) throw usageError('Expected --tls-key and --tls-cert, got one of them')
  return { tls: { key: readPem('--tls-key', key), cert: readPem('--tls-cert', cert) } }
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageError(`Expected ${option} to be a file: ${error instanceof Error ? error.message : error}`)
  }
}

function limitOptions(values: Values): Pick<EmulatorOptions, 'rateLimit' | 'recipientLimit' | 'dailyQuota'> {
  const { 'per-second': perSecond, 'per-hour': perHour, 'daily-quota': quota, 'no-limits': noLimits } = values
  if (noLimits) {
    const other = Object.entries({ 'per-second': perSecond, 'per-hour': perHour }).find(
      ([, value]) => value !== undefined,
    )
    if (other) throw usageError(`Expected --${other[0]} or --no-limits, got both`)
  }
  const count = (option: string, text: string) => parseWholeNumber(option, text, 1, 1_000_000)
  return {
    ...(noLimits && { rateLimit: false, recipientLimit: false }),
    ...(perSecond !== undefined && { rateLimit: { perSecond: count('--per-second', perSecond) } }),
    ...(perHour !== undefined && { recipientLimit: { count: count('--per-hour', perHour), perMs: 3_600_000 } }),
    ...(quota !== undefined && { dailyQuota: count('--daily-quota', quota) }),
  }
}

function statusOptions({ 'secret-id': secretId, 'secret-key': secretKey }: Values, port: string): StatusOptions {
  if (secretId === '' || secretKey === '') throw usageError('Expected --secret-id and --secret-key to have a value')
  return { port: parsePort('--status-port', port), secretId, secretKey }
}

function parseUrl(option: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw usageError(`Expected ${option} to be a URL of http: or https:, got '${text}'`)
}

function parsePort(option: string, text: string): number {
  return parseWholeNumber(option, text, 0, 65_535)
}
