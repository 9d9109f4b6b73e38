import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, explicit, implicit, integer, object, octets, sequence, set, time, utf8, yes } from './der.ts'

const ecdsaWithSha256 = sequence(object('1.2.840.10045.4.3.2'))
const dayMs = 86_400_000

/**
 * A key and a certificate, signed by itself, for names and addresses by which a server is reached. It can sign no other
 * certificate. It is valid for a year: every start makes a new one.
 */
export function createCertificate(names: readonly string[], now = Date.now()): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const issuer = sequence(set(sequence(object('2.5.4.3'), utf8('SES emulator'))))
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    issuer,
    sequence(time(now - dayMs), time(now + 365 * dayMs)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(names))),
  )
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: toPem(certificate),
  }
}

function extensions(names: readonly string[]): readonly Buffer[] {
  const serverAuth = object('1.3.6.1.5.5.7.3.1')
  return [
    sequence(object('2.5.29.17'), octets(sequence(...names.map(alternativeName)))),
    sequence(object('2.5.29.19'), yes, octets(sequence())), // CA: FALSE
    sequence(object('2.5.29.37'), octets(sequence(serverAuth))),
  ]
}

/** dNSName or iPAddress. */
function alternativeName(name: string): Buffer {
  if (isIPv4(name)) return implicit(7, Buffer.from(name.split('.').map(Number)))
  return implicit(2, Buffer.from(name, 'ascii'))
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
