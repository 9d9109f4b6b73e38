// Tested by test/cli/diagnose.test.ts.

import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import type { Settings } from '../options/options.ts'

/** What a server's certificate says. Its texts are the server's. */
export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  readonly isSelfSigned: boolean
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  /** Names and addresses that it is for, the first few. */
  readonly names: readonly string[]
  /** Whether the host is among them. */
  readonly fitsHost: boolean
}

/** Undefined where the server showed none. */
export function describeCertificate(
  certificate: Partial<PeerCertificate> | null,
  { host, tls }: Pick<Settings, 'host' | 'tls'>,
): CertificateFacts | undefined {
  if (!certificate?.subject || !certificate.issuer) return undefined
  const { subject, issuer, subjectaltname = '', valid_from = '', valid_to = '' } = certificate
  const names = subjectaltname.split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
  const isSelfSigned = JSON.stringify(subject) === JSON.stringify(issuer)
  return {
    subject: nameOf(subject) || (names[0] ?? ''),
    issuer: [...new Set([first(issuer.O), nameOf(issuer)])].filter(Boolean).join(', '),
    isSelfSigned,
    validFrom: toIso(valid_from),
    validTo: toIso(valid_to),
    names: names.filter(Boolean).slice(0, MOST_NAMES),
    fitsHost: checkServerIdentity(tls.servername ?? host, certificate as PeerCertificate) === undefined,
  }
}

const MOST_NAMES = 20

type Name = PeerCertificate['subject']

const nameOf = ({ CN, O }: Name): string => first(CN) || first(O)

/** A field may stand several times. */
const first = (field: string | string[] | undefined): string => [field].flat()[0] ?? ''

function toIso(date: string): string {
  const at = Date.parse(date)
  return Number.isNaN(at) ? '' : new Date(at).toISOString()
}
