// Mails that are signed or encrypted, and a page that names its images by Content-Location: on the wire.

import { describe } from 'vitest'
import { sender } from '../../help/stage.ts'
import { type Row, testRows, untyped } from './rows.ts'

const rawOf = (raw: string) => untyped({ from: undefined, to: undefined, subject: undefined, text: undefined, raw })
const message = (type: string, ...parts: string[]) =>
  rawOf(
    `From: ${sender}\r\nTo: ann@example.org\r\nSubject: Hello\r\nContent-Type: ${type}; boundary=b\r\n\r\n${parts
      .map((part) => `--b\r\n${part}\r\n`)
      .join('')}--b--\r\n`,
  )
const signed = message(
  'multipart/signed; protocol="application/pgp-signature"',
  'Content-Type: text/plain\r\n\r\nHello, Ann',
  'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----',
)
const encrypted = message(
  'multipart/encrypted; protocol="application/pgp-encrypted"',
  'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1',
  'Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----',
)
const refused: readonly Row[] = [
  ['signed', signed, { refused: 'raw', reason: 'message-invalid' }],
  ['encrypted', encrypted, { refused: 'raw', reason: 'message-invalid' }],
]
const unwrapped: readonly Row[] = [
  ['signed', signed, { changes: ['signed raw (presentation)'] }],
  ['encrypted', encrypted, { refused: 'raw', reason: 'message-invalid' }],
]
const page: readonly Row[] = [
  [
    'MHTML',
    message(
      'multipart/related',
      'Content-Type: text/html\r\nContent-Location: https://x.example/p.html\r\n\r\n<img src="l.png">',
      'Content-Type: image/png\r\nContent-Location: https://x.example/l.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=',
    ),
    {
      text: undefined,
      html: '<img src="data:image/png;base64,iVBORw0KGgo=">',
      changes: ['inline-images https://x.example/l.png (presentation)'],
    },
  ],
]

describe('signed and encrypted', () => testRows(refused))
describe("with the option signed: 'unwrap'", () => testRows(unwrapped, { options: { signed: 'unwrap' } }))
describe("with the options signed: 'unwrap' and onLoss: 'refuse'", () =>
  testRows(refused, { options: { signed: 'unwrap', onLoss: 'refuse' } }))
describe('images by Content-Location', () => testRows(page))
