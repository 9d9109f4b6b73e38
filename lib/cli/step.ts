import type { SesError } from '../errors.ts'
import type { CertificateFacts } from './certificate.ts'

/** A step on the way to a login. */
export interface Step {
  readonly step: StepName
  /** Milliseconds that it took. */
  readonly ms: number
  readonly found: Findings
  /** Why it failed: no other step follows then. */
  readonly error: SesError | undefined
}

export type StepName = 'dns' | 'tcp' | 'tls' | 'ehlo' | 'login'

/** What came, by step. */
export interface Findings {
  /** `dns` */
  readonly addresses?: readonly string[]
  /** `tcp`: the gateway's address, or host and port of the proxy in between. */
  readonly address?: string
  readonly proxy?: string
  /** `tls`; the certificate also where it is refused. */
  readonly version?: string
  readonly cipher?: string
  readonly certificate?: CertificateFacts | undefined
  /** `ehlo`: the gateway's first line, and what it offers. */
  readonly greeting?: string
  readonly offers?: readonly string[]
  /** `login`, and where a step failed: the gateway's answer. */
  readonly reply?: string
}
