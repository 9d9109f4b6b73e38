import type { LedgerEntry, NewEntry } from './records.ts'

/** What went wrong before there was a message, and what to do. */
export type Incident = Required<Pick<LedgerEntry, 'kind' | 'row' | 'words' | 'hint'>>

export function toEntry(incident: Incident, at: number, connection: number): NewEntry {
  return {
    ...incident,
    at,
    connection,
    account: '',
    outcome: 'refused',
    delivered: false,
    envelope: { from: '', to: [] },
    messageId: '',
    raw: Buffer.alloc(0),
  }
}

/** The user's name is his own, the password is not shown. */
export function refusedLogin(user: string, known: readonly string[]): Incident {
  const hint = known.includes(user)
    ? `${user} has another password here: that of the option accounts, by default Emulated4Tests.`
    : `Log in as ${known.join(' or ') || 'nobody'}, or name this address in the option accounts.`
  return { kind: 'login', row: 'login', words: 'Invalid login or password', hint }
}

export const silentClient: Incident = {
  kind: 'connection',
  row: 'plaintext',
  words: 'A client connected and said nothing, as one does that waits for a greeting without TLS',
  hint: "Speak TLS at once, as SES's ports want it: secure: true in Nodemailer, SMTP_SSL in Python; no STARTTLS.",
}

/** The client was served, and went without a word: most do so if they do not trust the certificate. */
export const speechlessClient: Incident = {
  kind: 'connection',
  row: 'certificate',
  words: 'A client left right after the greeting, as one does that does not trust the certificate',
  hint: "Give it the emulator's certificate, tls: { ca: ses.transport.tls.ca }, and connect to a name that is in it.",
}

/** What a handshake that failed tells; `undefined` if it was not the client's mistake for certain. */
export function failedHandshake(code: string | undefined): Incident | undefined {
  if (code === undefined) return undefined
  if (plaintext.has(code)) {
    return { ...silentClient, words: 'A client spoke without TLS at a port that speaks TLS at once' }
  }
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_\w+)$/.test(code)) {
    return { ...speechlessClient, words: 'A client does not trust the certificate' }
  }
  if (/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_SHARED_CIPHER|HANDSHAKE_FAILURE/.test(code)) {
    return {
      kind: 'connection',
      row: 'tls-version',
      words: 'A client and the emulator have no version or cipher of TLS in common',
      hint: 'The emulator speaks TLS 1.2 as SES does; tls: { maxVersion } may be TLSv1.3.',
    }
  }
  return undefined
}

const plaintext: ReadonlySet<string> = new Set([
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_RECORD_TOO_SMALL',
])
