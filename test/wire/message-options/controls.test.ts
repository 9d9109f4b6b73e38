// What steers the sending, what Nodemailer's other transports read, and what `createTransport` gives to every mail.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import { previewMail, sesTransport } from '../../../lib/index.ts'
import { isNodemailerSince } from '../../help/nodemailer-version.ts'
import { failureOf, mailWith, openStage, sender } from '../../help/stage.ts'
import { type Row, testRows, untyped } from './rows.ts'

const controls: readonly Row[] = [
  ['auth: of the login', untyped({ auth: { user: sender, pass: 'Emulated4Tests' } }), {}],
  [
    'auth: of another',
    untyped({ auth: { user: 'other@mail.example.com', pass: 'x' } }),
    { refused: 'auth', reason: 'sender-refused' },
  ],
  ['requireTLSExtensionEnabled', { requireTLSExtensionEnabled: true }, { refused: 'requireTLSExtensionEnabled' }],
  ['requireTLSExtensionEnabled: false', { requireTLSExtensionEnabled: false }, {}],
  [
    'maxRecipients: that many',
    { maxRecipients: 2, cc: 'bob@example.org' },
    { to: ['ann@example.org', 'bob@example.org'], changes: ['cc cc'] },
  ],
  ['signal', { signal: new AbortController().signal }, {}],
  ['ses, of another transport', untyped({ ses: { ConfigurationSetName: 'a' } }), {}],
  ['_dkim', { _dkim: { skipFields: 'date' } }, {}],
  [
    'template, context and other unknown ones',
    untyped({ template: 'order', context: { name: 'Ann' }, transporterName: 'a', 7: 8 }),
    {},
  ],
  // Nodemailer before 9.1 makes what is below it a part of the mail.
  [
    'an own key __proto__',
    JSON.parse('{"__proto__":{"bcc":"eve@example.org"}}'),
    isNodemailerSince('9.1') ? {} : { refused: '__proto__' },
  ],
]

describe('auth, requireTLSExtensionEnabled, maxRecipients, signal and what is unknown', () => testRows(controls))

// These fail in Nodemailer that knows them, before it calls a transport; older ones leave a signal to the transport.
const failing: readonly [string, SendMailOptions, string, since?: string][] = [
  ['maxRecipients', { maxRecipients: 1, cc: 'bob@example.org' }, 'EMAXRECIPIENTS', '9.1'],
  ['otp: no ASCII', { otp: { code: 'ü', origin: 'https://example.org' } }, 'EOTP', '10.3'],
  ['otp: no https', { otp: { code: '1', origin: 'http://example.org' } }, 'EOTP', '10.3'],
  ['signal: aborted before', { signal: AbortSignal.abort() }, 'EABORT'],
  ['signal: none', untyped({ signal: 'no' }), isNodemailerSince('10.5') ? 'ECONFIG' : 'EMESSAGE'],
]
it.each(failing.filter(([, , , since = '6']) => isNodemailerSince(since)))(
  '%s: nothing is sent, and the error has Nodemailer’s code',
  async (_option, fields, code) => {
    const { ses, ours } = await openStage()
    await expect(ours.sendMail(mailWith(fields))).rejects.toMatchObject({ code })
    expect(ses.transcript).toEqual([])
  },
)

it('signal: ends the wait for content', async () => {
  const { ses, ours } = await openStage()
  const controller = new AbortController()
  const sending = failureOf(ours.sendMail(mailWith({ text: new PassThrough(), signal: controller.signal })))
  setImmediate(() => controller.abort())
  expect(await sending).toMatchObject({ reason: 'cancelled', delivered: 'no', attempts: 0 })
  expect(ses.ledger).toEqual([])
})

describe('defaults of createTransport', () => {
  const defaults: SendMailOptions = {
    cc: 'team@example.org',
    replyTo: 'help@example.org',
    headers: { 'X-App': 'shop', 'X-Env': 'test' },
    list: { unsubscribe: 'u@example.org' },
    attachments: [{ filename: 'terms.txt', content: 'terms' }],
    priority: 'low',
    html: '<p>Default',
    envelope: { to: ['ann@example.org', 'team@example.org', 'audit@example.org'] },
    dsn: { notify: ['never'] },
  }
  const low = { 'x-priority': '5 (Lowest)', 'x-msmail-priority': 'Low', importance: 'Low' }
  const list = { 'list-unsubscribe': '<mailto:u@example.org>' }
  const usual = {
    html: '<p>Default',
    files: [['terms.txt', 'terms']],
    headers: { 'reply-to': 'help@example.org', 'x-app': 'shop', 'x-env': 'test', ...low, ...list },
  } as const
  const both = { ...usual, to: ['ann@example.org', 'team@example.org'] }
  const audit = { ...usual, to: ['audit@example.org'] }
  const changes = ['dsn dsn', 'cc cc', 'bcc bcc']

  testRows(
    [
      ['every kind', {}, { letters: [both, audit], changes }],
      [
        'what the mail has itself',
        {
          cc: '',
          replyTo: 'me@example.org',
          html: '<p>Own',
          attachments: [],
          priority: 'normal',
          headers: { 'X-App': 'mine' },
          envelope: { to: 'ann@example.org' },
          dsn: undefined,
        },
        {
          html: '<p>Own',
          headers: { 'reply-to': 'me@example.org', 'x-app': 'mine', 'x-env': 'test', ...list },
        },
      ],
    ],
    { defaults },
  )
})

describe('defaults that close access, which no mail opens again', () =>
  testRows(
    [
      ['path', { text: { path: 'package.json' }, disableFileAccess: false }, { refused: 'text' }],
      ['href', { html: { href: 'http://127.0.0.1:1/' }, disableUrlAccess: false }, { refused: 'html' }],
      ['raw: path', { raw: { path: 'package.json' }, disableFileAccess: false }, { refused: 'raw' }],
      ['raw: href', { raw: { href: 'http://127.0.0.1:1/' }, disableUrlAccess: false }, { refused: 'raw' }],
      [
        'a raw part: path',
        { attachments: [{ raw: { path: 'package.json' }, filename: false }], disableFileAccess: false },
        { refused: 'attachments[0]' },
      ],
    ],
    { defaults: { disableFileAccess: true, disableUrlAccess: true } },
  ))

describe('options of the transport that close access, which no mail opens again', () =>
  testRows(
    [
      [
        'path',
        { attachments: [{ path: 'package.json' }], disableFileAccess: false },
        { refused: 'attachments[0] (package.json)' },
      ],
      ['href', { icalEvent: { href: 'http://127.0.0.1:1/' }, disableUrlAccess: false }, { refused: 'attachments[0]' }],
      ['raw: path', { raw: { path: 'package.json' }, disableFileAccess: false }, { refused: 'raw' }],
      ['raw: href', { raw: { href: 'http://127.0.0.1:1/' }, disableUrlAccess: false }, { refused: 'raw' }],
      // For these Nodemailer reads the HTML before it calls a transport.
      ['attachDataUrls: path', { attachDataUrls: true, html: { path: 'package.json' } }, { refused: 'html' }],
      ['attachDataUrls: href', { attachDataUrls: true, html: { href: 'http://127.0.0.1:1/' } }, { refused: 'html' }],
      ['attachDataUrls: HTML as it is', { attachDataUrls: true, html: '<p>Hi' }, { html: '<p>Hi' }],
      ['attachDataUrls, without HTML', { attachDataUrls: true }, {}],
    ],
    { options: { disableFileAccess: true, disableUrlAccess: true } },
  ))

describe('attachDataUrls of a mail that closes access', () => {
  const html = '<img src="data:image/png;base64,iVBORw0KGgo=">'
  testRows([
    [
      'HTML that needs none',
      { attachDataUrls: true, disableFileAccess: true, html },
      { html, changes: ['inline-images image-1.png (presentation)'] },
    ],
    [
      'HTML in a file',
      { attachDataUrls: true, disableFileAccess: true, html: { path: 'package.json' } },
      { refused: 'html' },
    ],
  ])
})

describe('attachDataUrls, and HTML at a URL that may not be read', () => {
  it.each<[string, SendMailOptions, object, SendMailOptions]>([
    ['by the mail', { disableUrlAccess: true }, {}, {}],
    ['by the transport', {}, { disableUrlAccess: true }, {}],
    ['by the defaults', {}, {}, { disableUrlAccess: true }],
    ['by a list of hosts, since it may redirect', {}, { allowUrls: ['127.0.0.1'] }, {}],
  ])('%s: is not asked for', async (_, mail, options, defaults) => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end('<p>Hi')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const href = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=secret`
    const { ses } = await openStage()
    const ours = createTransport(sesTransport({ ...ses.transport, ...options }), defaults)
    onTestFinished(() => ours.close())
    for (const html of [{ href }, { path: href }, { content: { href } }, { path: 'data:,', href }]) {
      const error = await failureOf(ours.sendMail(mailWith({ attachDataUrls: true, html: html as never, ...mail })))
      expect(error).toMatchObject({ reason: 'message-invalid', field: 'html', delivered: 'no' })
      expect(error.message).not.toContain('secret')
    }
    expect([asked, ses.transcript]).toEqual([[], []])
  })

  it.each([
    { path: 'package.json', href: 'http://127.0.0.1:1/' },
    { content: { path: 'package.json', href: 'http://127.0.0.1:1/' } },
    { path: 'package.json', href: 'data:,' },
  ])('a file beside a URL: %j', async (html) => {
    const { ses } = await openStage()
    const ours = createTransport(sesTransport({ ...ses.transport, disableFileAccess: true }))
    onTestFinished(() => ours.close())
    const error = await failureOf(ours.sendMail(mailWith({ attachDataUrls: true, html: html as never })))
    expect([error.field, ses.transcript]).toEqual(['html', []])
  })

  it('by a copy of the transport, whose transporter is not known: nothing is sent', async () => {
    const { ses } = await openStage()
    const transport = sesTransport({ ...ses.transport, disableUrlAccess: true })
    const ours = createTransport({ ...transport } as typeof transport)
    onTestFinished(() => ours.close())
    const error = await failureOf(ours.sendMail(mailWith({ attachDataUrls: true, html: '<p>Hi' })))
    expect([error.field, ses.transcript]).toEqual(['attachDataUrls', []])
  })
})

describe('a preview with attachDataUrls, as the transport would send it', () => {
  const closed = { disableFileAccess: true, disableUrlAccess: true }

  it('HTML as it is', async () => {
    const { letters } = await previewMail(mailWith({ attachDataUrls: true, html: '<p>Hi' }), closed)
    expect(letters).toMatchObject([{ html: '<p>Hi' }])
  })

  it.each([{ path: 'package.json' }, { href: 'http://127.0.0.1:1/' }])('HTML from %j: not read', (html) =>
    expect(previewMail(mailWith({ attachDataUrls: true, html }), closed)).rejects.toMatchObject({
      reason: 'message-invalid',
      field: 'html',
    }),
  )
})

describe('attachDataUrls and bcc in the defaults', () =>
  testRows(
    [
      [
        'every mail',
        { html: '<img src="data:image/png;base64,iVBORw0KGgo=">' },
        {
          letters: ['ann@example.org', 'audit@example.org'].map((address) => ({
            html: '<img src="data:image/png;base64,iVBORw0KGgo=">',
            to: [address],
          })),
          changes: ['inline-images image-1.png (presentation)', 'bcc bcc'],
        },
      ],
    ],
    { defaults: { bcc: 'audit@example.org', attachDataUrls: true } },
  ))

it('defaults may be a whole mail', async () => {
  const { ses } = await openStage()
  const transporter = createTransport(sesTransport(ses.transport), mailWith({ from: `Shop <${sender}>` }))
  await transporter.sendMail({})
  await transporter.sendMail({ subject: 'Own' })
  transporter.close()
  expect(ses.inbox.map(({ from, to, subject, text }) => [from, to, subject, text])).toEqual([
    [`Shop <${sender}>`, ['ann@example.org'], 'Hello', 'Hello, Ann'],
    [`Shop <${sender}>`, ['ann@example.org'], 'Own', 'Hello, Ann'],
  ])
})
