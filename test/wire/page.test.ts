// The provider's page, row by row, in its order and its words (page of 2026-03-09):
// https://www.tencentcloud.com/document/product/1084/44453
//
// Each row is a mail that breaks it. Plain Nodemailer gets the gateway's refusal; through the transport the mail arrives,
// or is refused before it is sent.

import type { SendMailOptions } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import type { EmulatorOptions, ReceivedLetter } from '../../lib/emulator/index.ts'
import { failureOf, mailWith, openStage, rawMail, refusalOf } from '../help/stage.ts'

interface Row {
  readonly page: string
  readonly breaks: string
  readonly mail: SendMailOptions
  readonly emulator?: EmulatorOptions
  /** The gateway's answer to plain Nodemailer. */
  readonly plain: RegExp
  /** What arrives of ours. */
  readonly arrives: (letters: readonly ReceivedLetter[]) => void
}

const header = (letter: ReceivedLetter | undefined, name: string) =>
  letter?.headers.filter((field) => field.name === name).map((field) => field.value) ?? []

const png = Buffer.from('iVBORw0KGgo=', 'base64')

describe('Input Parameters', () => {
  const arriving: readonly Row[] = [
    {
      page: 'Bcc | Blind carbon copy address | Currently unsupported',
      breaks: 'a Bcc header',
      mail: {
        ...rawMail(['Bcc: audit@example.com'], 'Hello'),
        envelope: { from: 'noreply@mail.example.com', to: ['ann@example.org', 'audit@example.com'] },
      },
      plain: /Bcc is currently unsupported/,
      arrives: (letters) => {
        expect(letters.map(({ to }) => to)).toEqual([['ann@example.org'], ['audit@example.com']])
        expect(letters.map(({ envelope }) => envelope.to)).toEqual([['ann@example.org'], ['audit@example.com']])
        expect(letters[0]?.raw.toString()).not.toContain('audit')
      },
    },
    {
      page: 'Bcc | Blind carbon copy address | Currently unsupported',
      breaks: 'a recipient that is in no header',
      mail: mailWith({ bcc: 'audit@example.com' }),
      plain: /Bcc is currently unsupported|recipient/i,
      arrives: (letters) => {
        expect(letters.map(({ to }) => to)).toEqual([['ann@example.org'], ['audit@example.com']])
        expect(letters[0]?.raw.toString()).not.toContain('audit')
      },
    },
    {
      page: 'Cc | Copy address | Currently unsupported',
      breaks: 'a Cc',
      mail: mailWith({ cc: 'Bob <bob@example.org>' }),
      plain: /Cc is currently unsupported/,
      arrives: ([letter]) => expect(letter?.to).toEqual(['ann@example.org', 'bob@example.org']),
    },
    {
      page: 'Content-Transfer-Encoding | Currently unused. You can leave it empty.',
      breaks: 'a body in quoted-printable',
      mail: mailWith({ text: 'Grüße aus Köln, and some more words in plain letters', encoding: 'quoted-printable' }),
      plain: /Content-Transfer-Encoding must in/,
      arrives: ([letter]) => {
        expect(header(letter, 'content-transfer-encoding')).toEqual(['base64'])
        expect(letter?.text).toBe('Grüße aus Köln, and some more words in plain letters')
      },
    },
    {
      page: 'Content-Type | you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed, …',
      breaks: 'a body in another charset',
      mail: rawMail(['Content-Type: text/plain; charset=ISO-8859-1', 'Content-Transfer-Encoding: 8bit'], 'Hello'),
      plain: /Content-Type must in/,
      arrives: ([letter]) => {
        expect(header(letter, 'content-type')).toEqual(['text/plain; charset=UTF-8'])
        expect(letter?.text).toBe('Hello\r\n')
      },
    },
    {
      page: 'Content-Type | … otherwise, an error will be reported',
      breaks: 'a calendar invitation as a body',
      mail: mailWith({
        html: '<p>Hi</p>',
        icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
      }),
      plain: /Content-Type must in/,
      arrives: ([letter]) =>
        expect(letter?.attachments.map(({ name, content }) => [name, content.toString()])).toEqual([
          ['invite.ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
        ]),
    },
    {
      page: 'Content-Type | … otherwise, an error will be reported',
      breaks: 'a calendar that stands only in the body',
      mail: mailWith({ alternatives: [{ contentType: 'text/calendar; method=REQUEST', content: 'BEGIN:VCALENDAR' }] }),
      plain: /Content-Type must in|Content-Transfer-Encoding must in/,
      arrives: ([letter]) =>
        expect(letter?.attachments.map(({ name, content }) => [name, content.toString()])).toEqual([
          ['invite.ics', 'BEGIN:VCALENDAR'],
        ]),
    },
    {
      page: 'Content-Type | … otherwise, an error will be reported',
      breaks: 'AMP beside the HTML',
      mail: mailWith({ html: '<p>Hi</p>', amp: '<html ⚡4email></html>', encoding: 'base64' }),
      plain: /Content-Type must in/,
      arrives: ([letter]) => {
        expect([letter?.text, letter?.html]).toEqual(['Hello, Ann', '<p>Hi</p>'])
        expect(letter?.attachments).toEqual([])
      },
    },
    {
      page: 'Content-Type | … otherwise, an error will be reported',
      breaks: 'a file alone',
      mail: { ...mailWith({ attachments: [{ filename: 'a.pdf', content: 'x' }] }), text: undefined },
      plain: /Content-Type must in/,
      arrives: ([letter]) => {
        expect(letter?.text).toBe('a.pdf')
        expect(letter?.attachments.map(({ name }) => name)).toEqual(['a.pdf'])
      },
    },
    {
      page: 'MIME-Version | Currently unused. Leave it empty or pass in 1.0; otherwise, an error will be reported',
      breaks: 'another version',
      mail: rawMail(['MIME-Version: 1.1', 'Content-Type: text/plain; charset=UTF-8'], 'Hello'),
      plain: /Mime-Version must in/i,
      arrives: ([letter]) => expect(header(letter, 'mime-version')).toEqual(['1.0']),
    },
    {
      page: 'From | Sender address | Required (alias, one space, address; no colon: SendEmail)',
      breaks: 'a colon in the name',
      mail: mailWith({ from: { name: 'Bank: Security', address: 'noreply@mail.example.com' } }),
      plain: /IncorrectSender/,
      arrives: ([letter]) => expect(letter?.from).toBe('Bank： Security <noreply@mail.example.com>'),
    },
    {
      page: 'From | Sender address | Required (alias, one space, address)',
      breaks: 'a name that is folded',
      mail: mailWith({ from: { name: `Shop ${'and more '.repeat(12)}`.trim(), address: 'noreply@mail.example.com' } }),
      emulator: { undocumented: { strict: true } },
      plain: /554/,
      arrives: ([letter]) =>
        expect(letter?.from).toBe(`Shop ${'and more '.repeat(12)}`.trim().concat(' <noreply@mail.example.com>')),
    },
  ]

  it.each(arriving)('$page: $breaks', arrivesFromOursAlone)

  // "Currently unused": the gateway takes them. What a sender has no business setting is left out all the same.
  it.each([
    ['Date', 'Fri, 02 Jan 2026 03:04:05 +0000', true],
    ['Delivered-To', 'ann@example.org', false],
    ['Message-ID', '<1@example.com>', true],
    ['Received', 'from a by b', false],
    ['Reply-To', 'help@example.com', true],
    ['Return-Path', '<bounce@example.com>', false],
  ] as const)('%s | Currently unused', async (name, value, isKept) => {
    const { ses, plain, ours } = await openStage()
    const mail = rawMail([`${name}: ${value}`, 'Content-Type: text/plain; charset=UTF-8'], 'Hello')

    await plain.sendMail(mail)
    await ours.sendMail(mail)
    expect(header(ses.inbox[1], name.toLowerCase())).toEqual(isKept ? [value] : [])
  })

  // "Required": refused before anything is sent.
  it.each([
    [
      'From | Sender address | Required',
      { to: 'ann@example.org', subject: 'Hi', text: 'Hi' },
      /msg.From is null|null/,
      'sender-refused',
      'from',
    ],
    [
      'Subject | Subject | Required',
      { from: 'noreply@mail.example.com', to: 'ann@example.org', text: 'Hi' },
      /msg.Subject is null/,
      'message-invalid',
      'subject',
    ],
    [
      'To | Recipient address | Required',
      { from: 'noreply@mail.example.com', subject: 'Hi', text: 'Hi' },
      /No recipients/,
      'recipient-refused',
      'to',
    ],
  ] as const)('%s', async (_page, mail, answer, reason, field) => {
    const { ses, plain, ours } = await openStage()

    const envelope = 'from' in mail ? {} : { envelope: { from: 'noreply@mail.example.com', to: 'ann@example.org' } }
    expect(await refusalOf(plain.sendMail({ ...mail, ...envelope }))).toMatch(answer)
    const messages = ses.ledger.length
    expect(await failureOf(ours.sendMail(mail))).toMatchObject({
      reason,
      field,
      delivered: 'no',
      retry: 'never',
      attempts: 0,
    })
    expect(ses.ledger).toHaveLength(messages)
  })

  it('To | Recipient address | Required: with Bcc alone, each sees its own address', async () => {
    const { ses, ours } = await openStage()
    await ours.sendMail({
      from: 'noreply@mail.example.com',
      bcc: ['a@example.org', 'b@example.org'],
      subject: 'Hi',
      text: 'Hi',
    })
    expect(ses.inbox.map(({ to, envelope }) => [to, envelope.to])).toEqual([
      [['a@example.org'], ['a@example.org']],
      [['b@example.org'], ['b@example.org']],
    ])
  })
})

describe('Attachment parameters (when sending attachment)', () => {
  const withFile = (file: object) => mailWith({ attachments: [{ filename: 'a.csv', content: '1;2', ...file }] })
  const plainFile = (name: string, content: string) => (letters: readonly ReceivedLetter[]) => {
    expect(letters[0]?.attachments.map((file) => [file.name, file.type, file.content.toString()])).toEqual([
      [name, 'application/octet-stream', content],
    ])
    expect(letters[0]?.raw.toString()).not.toMatch(/^Content-(?:ID|Location|Base):/im)
    expect(letters[0]?.raw.toString()).toMatch(/^Content-Disposition: attachment;/m)
  }
  const arriving: readonly Row[] = [
    {
      page: 'Content-Transfer-Encoding | only Base64 is supported, and an error will be reported if you pass in other values',
      breaks: 'a file in 7bit',
      mail: withFile({ contentType: 'application/x-notes', contentTransferEncoding: '7bit' }),
      plain: /Content-Transfer-Encoding must in/,
      arrives: plainFile('a.csv', '1;2'),
    },
    {
      page: 'Content-Transfer-Encoding | only Base64 is supported',
      breaks: 'an attached message',
      mail: mailWith({
        attachments: [{ filename: 'old.eml', contentType: 'message/rfc822', content: 'Subject: x\r\n\r\ny\r\n' }],
      }),
      plain: /554/,
      arrives: plainFile('old.eml', 'Subject: x\r\n\r\ny\r\n'),
    },
    {
      page: 'Content-Disposition | you can only pass in attachment, and attachments cannot be sent if you pass in other values',
      breaks: 'an inline file',
      mail: withFile({ contentDisposition: 'inline' }),
      plain: /Content-Disposition other than attachment/,
      arrives: plainFile('a.csv', '1;2'),
    },
    {
      page: 'Content-ID | Content ID | Currently unsupported',
      breaks: 'a file with a cid that nothing shows',
      mail: withFile({ cid: 'table' }),
      plain: /Content-ID is currently unsupported/,
      arrives: plainFile('a.csv', '1;2'),
    },
    {
      page: 'Content-ID | Content ID | Currently unsupported',
      breaks: 'an image shown by cid',
      mail: mailWith({
        html: '<img src="cid:logo">',
        attachments: [{ filename: 'logo.png', cid: 'logo', content: png }],
      }),
      plain: /currently unsupported/,
      arrives: ([letter]) => {
        expect(letter?.html).toBe('<img src="data:image/png;base64,iVBORw0KGgo=">')
        expect(letter?.attachments).toEqual([])
      },
    },
    {
      page: 'Content-Location | Content location (path) | Currently unsupported',
      breaks: 'a file with a location',
      mail: withFile({ headers: { 'Content-Location': 'https://example.com/a.csv' } }),
      plain: /Content-Location is currently unsupported/,
      arrives: plainFile('a.csv', '1;2'),
    },
    {
      page: 'Content-Base | Content base location | Currently unsupported',
      breaks: 'a file with a base',
      mail: withFile({ headers: { 'Content-Base': 'https://example.com/' } }),
      plain: /Content-Base is currently unsupported/,
      arrives: plainFile('a.csv', '1;2'),
    },
  ]

  it.each(arriving)('$page: $breaks', arrivesFromOursAlone)

  it('Content-Type | We recommend you pass in application/octet-stream for files', async () => {
    const { ses, ours } = await openStage()
    await ours.sendMail(
      mailWith({ attachments: [{ filename: 'a.pdf', content: 'x', contentType: 'application/pdf' }] }),
    )
    plainFile('a.pdf', 'x')(ses.inbox)
  })

  it('Content-Disposition, Content-ID: what was changed is told', async () => {
    const { ours } = await openStage()
    const info = await ours.sendMail(withFile({ contentDisposition: 'inline', cid: 'table' }))
    expect(info.ses?.changes).toEqual([
      { rule: 'plain-attachments', field: 'a.csv', loss: 'none', message: '"a.csv" is attached, not inline' },
    ])
  })

  // "The input parameter verification requirements are generally the same as those of SendEmail, including the
  // restrictions on the number of recipients, email body size, attachment format, and attachment size."
  const asSendEmail: readonly Row[] = [
    {
      page: 'the number of recipients',
      breaks: '51 in To',
      mail: mailWith({ to: Array.from({ length: 51 }, (_, index) => `u${index}@example.org`) }),
      plain: /TooManyRecipients/,
      arrives: (letters) => expect(letters.map(({ to }) => to.length)).toEqual([50, 1]),
    },
    {
      page: 'attachment format',
      breaks: 'a name with spaces and slashes',
      mail: mailWith({ attachments: [{ filename: 'a b/c:d.pdf', content: 'x' }] }),
      plain: /InvalidAttachName/,
      arrives: ([letter]) => expect(letter?.attachments.map(({ name }) => name)).toEqual(['a_b_c_d.pdf']),
    },
  ]
  it.each(asSendEmail)('$page: $breaks', arrivesFromOursAlone)

  it.each([
    [
      'attachment format: a program',
      mailWith({ attachments: [{ filename: 'setup.exe', content: 'x' }] }),
      'attachment-refused',
      /554/,
    ],
    [
      'attachment format: 11 files',
      mailWith({ attachments: Array.from({ length: 11 }, () => ({ filename: 'a.txt', content: 'x' })) }),
      'attachment-refused',
      /TooManyAttachments/,
    ],
  ] as const)('%s', (_page, mail, reason, answer) => refusedHereAndThere(mail, reason, answer))
})

describe('System errors', () => {
  const longLine: Row = {
    page: '1. There are 2,000 or more characters in a single line in the email body.',
    breaks: 'a line of 3,000',
    mail: rawMail(['Content-Type: text/html; charset=UTF-8'], `<p>${'x'.repeat(3_000)}</p>`),
    plain: /too longer line in input stream|EPIPE|ECONNRESET|closed/,
    arrives: ([letter]) => expect(letter?.html?.trim()).toBe(`<p>${'x'.repeat(3_000)}</p>`),
  }
  it(longLine.page, () => arrivesFromOursAlone(longLine))

  it('1. … the same with a body that travels as it is: folded where it does not show', async () => {
    const { ses, ours } = await openStage({}, { bodyEncoding: '8bit' })
    await ours.sendMail(mailWith({ html: `<p>${'word '.repeat(1_000)}</p>` }))
    const lines = ses.inbox[0]?.raw.toString().split('\r\n') ?? []
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(1_998)
    expect(
      ses.inbox[0]?.html
        ?.replace(/<!--\r?\n-->/g, '')
        .replace(/\s+/g, ' ')
        .replace('<p >', '<p>'),
    ).toBe(`<p>${'word '.repeat(1_000)}</p>`)
  })

  it('2. The attachment is too large. If the attachment is about 9 MB in size, EOF will be returned.', () => {
    const mail = mailWith({ attachments: [{ filename: 'a.zip', content: Buffer.alloc(9_200_000) }] })
    return refusedHereAndThere(mail, 'message-too-large', /closed|EOF|ECONNRESET|EPIPE/i)
  })
})

describe('General business error description', () => {
  const body = ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: base64']
  const file = [
    '--b',
    'Content-Type: application/octet-stream; name="a.txt"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="a.txt"',
  ]
  const text = ['--b', 'Content-Type: text/plain; charset=UTF-8', '', 'Hello']

  it.each([
    [
      'FailedOperation | msg.From is null | The sender is empty',
      { envelope: { from: 'noreply@mail.example.com', to: 'ann@example.org' }, subject: 'Hi', text: 'Hi' },
      'sender-refused',
      /msg.From is null/,
    ],
    [
      'FailedOperation | msg.Subject is null | The subject is empty',
      { ...mailWith(), subject: '' },
      'message-invalid',
      /msg.Subject is null/,
    ],
    [
      'FailedOperation | msg.Body is null | The message body is empty',
      { ...mailWith(), text: ' ' },
      'message-invalid',
      /msg.Body is null/,
    ],
    [
      'FailedOperation | The email is too large. Remove some content... | cannot exceed 1 MB in size',
      mailWith({ html: 'x'.repeat(1_100_000), encoding: 'base64' }),
      'message-too-large',
      /The email is too large. Remove some content/,
    ],
    [
      'FailedOperation | The attachments are too large. Make sure they do not exceed the... | a single attachment exceeds 5 MB',
      mailWith({ attachments: [{ filename: 'a.zip', content: Buffer.alloc(5_300_000) }] }),
      'message-too-large',
      /The attachments are too large. Make sure they do not exceed the/,
    ],
    [
      'FailedOperation | The attachments are too large … | or the total size of all attachments exceeds 10 MB',
      mailWith({
        attachments: [1, 2, 3].map((each) => ({ filename: `${each}.zip`, content: Buffer.alloc(3_600_000) })),
      }),
      'message-too-large',
      /554|closed|EOF|ECONNRESET|EPIPE/i,
    ],
  ] as const)('%s', (_page, mail, reason, answer) => refusedHereAndThere(mail as SendMailOptions, reason, answer))

  const arriving: readonly Row[] = [
    {
      page: 'FailedOperation | Content-Transfer-Encoding must in...',
      breaks: 'a file in quoted-printable',
      mail: mailWith({
        attachments: [{ filename: 'a.csv', content: '1=2', contentTransferEncoding: 'quoted-printable' }],
      }),
      plain: /Content-Transfer-Encoding must in/,
      arrives: ([letter]) => expect(letter?.attachments[0]?.content.toString()).toBe('1=2'),
    },
    {
      page: 'FailedOperation | Content-Type must in...',
      breaks: 'a root of another type',
      mail: rawMail(
        ['MIME-Version: 1.0', 'Content-Type: multipart/parallel; boundary=b'],
        [...text, '--b--', ''].join('\r\n'),
      ),
      plain: /Content-Type must in/,
      arrives: ([letter]) => expect(letter?.text?.trim()).toBe('Hello'),
    },
    {
      page: 'FailedOperation | Mime-Version must in...',
      breaks: 'a comment in it',
      mail: rawMail(['MIME-Version: 1.0 (by hand)', 'Content-Type: text/plain; charset=UTF-8'], 'Hello'),
      plain: /Mime-Version must in/i,
      arrives: ([letter]) => expect(letter?.text?.trim()).toBe('Hello'),
    },
    {
      page: 'FailedOperation | Incorrect attachment content. Make sure the base64 content is...',
      breaks: 'Base64 with characters that are none',
      mail: rawMail(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
        [...text, ...file, '', 'SGVs*bG8=', '--b--', ''].join('\r\n'),
      ),
      plain: /Incorrect attachment content. Make sure the base64 content is/,
      arrives: ([letter]) => expect(letter?.attachments[0]?.content.toString()).toBe('Hello'),
    },
    {
      page: 'FailedOperation | Incorrect body content. Make sure the base64 content is correct.',
      breaks: 'a body that says Base64 and has characters that are none',
      mail: rawMail(body, 'SGVs*bG8='),
      plain: /Incorrect body content. Make sure the base64 content is correct./,
      arrives: ([letter]) => expect(letter?.text?.trim()).toBe('Hello'),
    },
  ]
  it.each(arriving)('$page: $breaks', arrivesFromOursAlone)

  it('RequestLimitExceeded.SmtpRateLimit | smtp sending frequency limit... | The SMTP call rate limit is reached', async () => {
    const { ses, plain, ours } = await openStage({ recipientLimit: false })
    const burst = (transporter: { sendMail(mail: SendMailOptions): Promise<unknown> }) =>
      Promise.allSettled(Array.from({ length: 45 }, () => transporter.sendMail(mailWith())))

    const refused = (await burst(plain)).filter((each) => each.status === 'rejected')
    expect(String(refused[0]?.reason)).toMatch(/RequestLimitExceeded.SmtpRateLimit.*smtp sending frequency limit/)
    ses.reset()
    expect((await burst(ours)).map(({ status }) => status)).toEqual(Array(45).fill('fulfilled'))
    expect(ses.ledger.map(({ outcome }) => outcome)).toEqual(Array(45).fill('accepted'))
  })

  it('FailedOperation | SMTPForbidden | SMTP Disabled for Individual Customers', async () => {
    const { plain, ours } = await openStage({ individualAccount: true })
    expect(await refusalOf(plain.sendMail(mailWith()))).toMatch(/SMTPForbidden/)
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
      reason: 'account-refused',
      retry: 'never',
      delivered: 'no',
      permanent: true,
    })
  })
})

describe('Other business errors', () => {
  it.each([
    ['FailedOperation.FrequencyLimit', 'recipient-rate-limited', 'later', 3_600_000],
    ['FailedOperation.TemporaryBlocked', 'blocked', 'later', 600_000],
    ['FailedOperation.ReceiverHasUnsubscribed', 'recipient-refused', 'never', undefined],
    ['FailedOperation.EmailAddrInBlacklist', 'recipient-refused', 'never', undefined],
    ['FailedOperation.InsufficientBalance', 'quota-exceeded', 'never', undefined],
    ['FailedOperation.NotAuthenticatedSender', 'sender-refused', 'never', undefined],
    ['FailedOperation.WithOutPermission', 'account-refused', 'never', undefined],
  ] as const)(
    'You can refer to the descriptions of error codes in SendEmail: %s',
    async (code, reason, retry, retryAfterMs) => {
      const { ses, ours } = await openStage({ faults: [{ at: 'call', error: code }] })
      expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
        reason,
        retry,
        retryAfterMs,
        sesCode: code,
        delivered: 'no',
        attempts: 1,
      })
      expect(ses.calls).toBe(1)
    },
  )

  it.each(['InternalError', 'FailedOperation.ServiceNotAvailable', 'RequestLimitExceeded'] as const)(
    '%s passes: sent again',
    async (code) => {
      const { ses, ours } = await openStage({ faults: [{ at: 'call', error: code }] }, { retry: { minDelayMs: 1 } })
      expect((await ours.sendMail(mailWith())).ses?.letters[0]?.attempts).toBe(2)
      expect(ses.inbox).toHaveLength(1)
    },
  )
})

// "UTF-8": what no UTF-8 text can hold is told, and not silently something else.
it('Content-Type | charset=UTF-8: half a surrogate pair and NUL', async () => {
  const { ses, ours } = await openStage()
  const info = await ours.sendMail(mailWith({ subject: 'a\ud800b', text: 'c\u0000d' }))
  expect([ses.inbox[0]?.subject, ses.inbox[0]?.text]).toEqual(['a\ufffdb', 'c\ufffdd'])
  expect(info.ses?.changes.map(({ rule, field, loss }) => [rule, field, loss])).toEqual([
    ['unicode', 'subject', 'presentation'],
    ['unicode', 'text', 'presentation'],
  ])
})

async function arrivesFromOursAlone({ mail, emulator, plain: answer, arrives }: Row): Promise<void> {
  const { ses, plain, ours } = await openStage(emulator)
  expect(await refusalOf(plain.sendMail(mail))).toMatch(answer)
  expect(ses.inbox).toEqual([])
  await ours.sendMail(mail)
  arrives(ses.inbox)
  expect(ses.ledger.slice(1).map(({ outcome, row }) => [outcome, row])).toEqual(
    ses.inbox.map(() => ['accepted', undefined]),
  )
}

async function refusedHereAndThere(mail: SendMailOptions, reason: string, answer: RegExp): Promise<void> {
  const { ses, plain, ours } = await openStage()
  expect(await refusalOf(plain.sendMail(mail))).toMatch(answer)
  const { connections, ledger } = { connections: ses.transcript.length, ledger: ses.ledger.length }
  expect(await failureOf(ours.sendMail(mail))).toMatchObject({ reason, delivered: 'no', retry: 'never', attempts: 0 })
  expect([ses.transcript.length, ses.ledger.length]).toEqual([connections, ledger])
}
