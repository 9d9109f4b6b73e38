import { Transform } from 'node:stream'
import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { previewMail } from '../../lib/index.ts'
import type { MailMessage } from '../../lib/read/mime-node.ts'
import { open, read } from '../help/open-mail.ts'

const HEAD = 'From: noreply@mail.example.com\r\nTo: ann@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n'
const message = (type: string, ...parts: string[]) =>
  `${HEAD}Content-Type: ${type}; boundary=s\r\n\r\n${parts.map((part) => `--s\r\n${part}\r\n`).join('')}--s--\r\n`
const text = 'Content-Type: text/plain\r\n\r\nHello'
const smime = (type = 'application/pkcs7-signature') =>
  message(
    `multipart/signed; protocol="${type}"; micalg=sha-256`,
    text,
    `Content-Type: ${type}; name=smime.p7s\r\nContent-Disposition: attachment; filename=smime.p7s\r\n\r\nsignature`,
  )
const pgp = (content = text) =>
  message(
    'multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"',
    content,
    'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----',
  )
const inList = message(
  'multipart/mixed',
  pgp()
    .slice(HEAD.length)
    .replaceAll('boundary=s', 'boundary=t')
    .replace(/--s(?=\r|--)/g, '--t'),
  '\r\nThe list',
)
const sealed = (parameters: string) =>
  `${HEAD}Content-Type: application/pkcs7-mime; ${parameters}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\nAAEC`

describe('a signed mail', () => {
  const signed: readonly (readonly [string, string, string])[] = [
    ['S/MIME', smime(), 'Hello'],
    ['S/MIME as old programs name it', smime('application/x-pkcs7-signature'), 'Hello'],
    ['PGP/MIME', pgp(), 'Hello'],
    ['PGP/MIME in a mail of a list', inList, 'Hello\nThe list'],
  ]

  test.each(signed)('%s is refused', (_, raw) =>
    expect(read({ raw })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      delivered: 'no',
      field: 'raw',
      message:
        'raw: the mail is multipart/signed: SES composes every mail anew, so that its signature would not fit. Nothing was sent.',
      hint: "Send it unsigned, or set `signed: 'unwrap'` to leave the signature out.",
    }),
  )

  test.each(signed)("%s, with `signed: 'unwrap'`: sent without its signature, and told", async (_, raw, shown) => {
    const { letters, changes } = await previewMail({ raw }, { signed: 'unwrap' })
    expect(letters).toMatchObject([{ text: shown, attachments: [] }])
    expect(changes).toEqual([
      {
        rule: 'signed',
        field: 'raw',
        loss: 'presentation',
        message: 'the signature (multipart/signed) is left out: SES composes the message anew, and it would not fit',
      },
    ])
  })

  test('is none without a signature', async () =>
    expect((await read({ raw: message('multipart/signed', text) })).text).toBe('Hello'))

  test('its signature is what `protocol` says', async () => {
    const raw = message(
      'multipart/signed; protocol="application/x-sign"',
      text,
      'Content-Type: application/x-sign\r\n\r\na',
    )
    expect((await previewMail({ raw }, { signed: 'unwrap' })).letters).toMatchObject([
      { text: 'Hello', attachments: [] },
    ])
  })

  test('what is no signature in it is kept', async () => {
    const raw = smime().replace('--s--', '--s\r\nContent-Type: text/csv\r\n\r\n1;2\r\n--s--')
    const { letters } = await previewMail({ raw }, { signed: 'unwrap' })
    expect(letters[0]?.attachments.map(({ content }) => content.toString())).toEqual(['1;2'])
  })

  test('a loss, which `onLoss` refuses', () =>
    expect(previewMail({ raw: pgp() }, { signed: 'unwrap', onLoss: 'refuse' })).rejects.toMatchObject({ field: 'raw' }))
})

describe('what has its content inside is always refused', () => {
  test.each<[string, string, string]>([
    ['S/MIME, encrypted', sealed('smime-type=enveloped-data; name=smime.p7m'), 'application/pkcs7-mime'],
    ['S/MIME, signed in one part', sealed('smime-type=signed-data; name=smime.p7m'), 'application/pkcs7-mime'],
    ['S/MIME, of an old program', sealed('name=smime.p7m').replace('pkcs7', 'x-pkcs7'), 'application/x-pkcs7-mime'],
    [
      'S/MIME, whose type a server has forgotten',
      sealed('name=smime.p7m').replace('pkcs7-mime', 'octet-stream'),
      'application/octet-stream',
    ],
    [
      'S/MIME, in a mail of a list',
      message('multipart/mixed', sealed('smime-type=enveloped-data').slice(HEAD.length), '\r\nThe list'),
      'application/pkcs7-mime',
    ],
    [
      'PGP/MIME',
      message(
        'multipart/encrypted; protocol="application/pgp-encrypted"',
        'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1',
        'Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----',
      ),
      'multipart/encrypted',
    ],
    [
      'signed and encrypted',
      message(
        'multipart/signed',
        sealed('smime-type=enveloped-data').slice(HEAD.length),
        'Content-Type: application/pkcs7-signature\r\n\r\na',
      ),
      'application/pkcs7-mime',
    ],
  ])('%s', (_, raw, type) =>
    expect(read({ raw }, { options: { signed: 'unwrap' } })).rejects.toMatchObject({
      field: 'raw',
      message: `raw: the mail is ${type}: its content is encrypted, or inside of the signature, and SES takes text and HTML alone. Nothing was sent.`,
    }),
  )
})

describe('by a plugin', () => {
  const replaced = ({ message }: MailMessage) => {
    const root = message as unknown as { content?: unknown; setHeader(name: string, value: string): void }
    root.content = undefined
    root.setHeader('Content-Type', 'multipart/signed; protocol="application/pkcs7-signature"')
    message.createChild('text/plain').setContent('Hello')
    message.createChild('application/pkcs7-signature', { filename: 'smime.p7s' }).setContent('signature')
  }
  const transformed = ({ message }: MailMessage) =>
    message.transform(
      () =>
        new Transform({
          transform(_, __, done) {
            done()
          },
          flush(done) {
            done(null, pgp())
          },
        }),
    )

  test.each<[string, (mail: MailMessage) => void]>([
    ['that replaces the tree', replaced],
    ['that replaces the bytes', transformed],
  ])('%s', async (_, plugin) => {
    const refusal = { field: 'message', message: expect.stringContaining('message: the mail is multipart/signed') }
    await expect(read({ text: 'a' }, { plugins: [plugin] })).rejects.toMatchObject(refusal)

    const opened = await open({ text: 'a' }, { plugins: [plugin], options: { signed: 'unwrap' } })
    const { letter, changes } = await opened.readLetter(new AbortController().signal)
    expect(letter).toMatchObject({ text: expect.stringMatching(/^Hello/), attachments: [] })
    expect([...opened.changes, ...changes]).toMatchObject([{ rule: 'signed', field: 'message', loss: 'presentation' }])
  })
})

describe('files that are signed, or signatures, are files', () => {
  const files: [string, NonNullable<SendMailOptions['attachments']>[number]][] = [
    ['an invoice', { filename: 'fattura.xml.p7m', contentType: 'application/pkcs7-mime', content: 'a' }],
    ['a signature of another file', { filename: 'a.tar.asc', contentType: 'application/pgp-signature', content: 'a' }],
    ['a mail', { filename: 'a.eml', contentType: 'message/rfc822', content: pgp() }],
  ]
  test.each(files)('%s', async (_, file) => {
    expect((await read({ text: 'a', attachments: [file] })).attachments).toMatchObject([{ name: file.filename }])
    expect((await read({ attachments: [file] })).attachments).toMatchObject([{ name: file.filename }])
  })
})
