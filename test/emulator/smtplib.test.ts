// Tencent's samples sent by Python's smtplib, as its Python sample does: the gateway takes each, and none that breaks a row
// of its page (of 2026-03-09): https://www.tencentcloud.com/document/product/1084/44453
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { sender } from './client.ts'
import { change, type Entity, withBody, withField } from './entities.ts'
import { type Sample, samples } from './samples.ts'
import { type Composition, compose, isPythonMissing, type Smtplib, startSmtplib } from './smtplib.ts'

const ann = ['ann@example.org']
const three = [...ann, 'bob@example.org', 'eva@example.com']
const inPython: readonly (readonly [name: string, Composition])[] = [
  ['one recipient', { alias: 'test', to: ann, subject: 'test', html: '<h1>Hi</h1>' }],
  ['several recipients', { alias: 'test', to: three, subject: 'test', html: '<h1>Hi</h1>' }],
  ['an alias in Chinese', { alias: '商店', to: ann, subject: '你好', html: '<h1>你好</h1>' }],
  ['an attachment', { alias: 'test', to: ann, subject: 'test', html: '<h1>Hi</h1>', files: [['a.txt', 'hello']] }],
  ['a name in Chinese', { alias: '商店', to: ann, subject: '你好', html: '你好', files: [['发票.txt', '你好']] }],
  ['EmailMessage, 7bit', { alias: 'test', to: ann, subject: 'test', text: 'Hi\r\n.\r\n..\r\n' }],
]

describe.skipIf(isPythonMissing)("Python's smtplib", () => {
  const composed = isPythonMissing ? [] : inPython.map(toSample)
  const all = [...samples, ...composed]
  const withFiles = all.filter(({ letter }) => letter.files !== undefined)

  let smtplib: Smtplib
  beforeAll(() => {
    smtplib = startSmtplib()
  })
  afterAll(() => smtplib.close())

  test.each(['PLAIN', 'PLAIN -', 'LOGIN', 'LOGIN -'] as const)('AUTH %s', async (mechanism) => {
    const ses = await start()
    const [{ message }] = samples as [Sample]
    const wrong = await smtplib.send(ses, message, { mechanism, password: 'wrong' })
    const right = await smtplib.send(ses, message, { mechanism })
    expect([wrong, right, ses.logins]).toEqual(['535 Invalid login or password', 'taken', 1])
  })

  test.each(all)('takes $name', async ({ message, to, letter: { files = [], ...letter } }) => {
    const ses = await start()
    expect(await smtplib.send(ses, message, { to })).toBe('taken')
    const [received] = ses.inbox
    expect(received).toMatchObject({ envelope: { from: sender, to }, to, text: undefined, html: undefined, ...letter })
    expect(received?.attachments.map(({ name, content }) => [name, content.toString()])).toEqual(files)
    expect(received?.raw.toString()).toBe(message.endsWith('\r\n') ? message : `${message}\r\n`)
  })

  test('takes bare line feeds in a body, as the Go sample writes one', async () => {
    const ses = await start()
    const message = `From: test <${sender}>\r\nTo: ${ann}\r\nSubject: test\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<h1>\n你好\n</h1>`
    expect(await smtplib.send(ses, message)).toBe('taken')
    expect(ses.inbox[0]?.html).toBe('<h1>\n你好\n</h1>\r\n')
  })

  describe('Input Parameters', () => {
    test.each<Row>([
      ['Bcc', 'header', withField('Bcc', 'eve@example.org'), 'UnsupportedOperation.Bcc is currently unsupported'],
      ['Cc', 'header', withField('Cc', 'eve@example.org'), 'UnsupportedOperation.Cc is currently unsupported'],
      [
        'Content-Transfer-Encoding',
        'text',
        withField('Content-Transfer-Encoding', 'quoted-printable'),
        'FailedOperation.Content-Transfer-Encoding must in [7bit,8bit,base64]',
      ],
      ['Content-Type', 'text', withField('Content-Type', 'text/html; charset=GBK'), contentType],
      ['Content-Type', 'text', withField('Content-Type', 'text/calendar; charset=UTF-8'), contentType],
      ['From', 'header', withField('From', null), 'FailedOperation.msg.From is null'],
      ['MIME-Version', 'header', withField('MIME-Version', '1.1'), 'FailedOperation.Mime-Version must in [1.0]'],
      ['Subject', 'header', withField('Subject', null), 'FailedOperation.msg.Subject is null'],
      ['To', 'header', withField('To', null), /^InvalidParameterValue\.EmailAddressIsNULL\./],
    ])('%s', (_, part, edit, answer) => expectRefused(all, part, edit, answer))
  })

  describe('Attachment parameters', () => {
    test.each<Row>([
      [
        'Content-Transfer-Encoding',
        'file',
        withField('Content-Transfer-Encoding', '7bit'),
        'FailedOperation.Content-Transfer-Encoding must in [base64]',
      ],
      [
        'Content-Disposition',
        'file',
        withField('Content-Disposition', 'inline; filename=a.txt'),
        'UnsupportedOperation.Content-Disposition other than attachment is currently unsupported',
      ],
      [
        'Content-ID',
        'file',
        withField('Content-ID', '<a>'),
        'UnsupportedOperation.Content-ID is currently unsupported',
      ],
      [
        'Content-Location',
        'file',
        withField('Content-Location', 'a'),
        'UnsupportedOperation.Content-Location is currently unsupported',
      ],
      [
        'Content-Base',
        'file',
        withField('Content-Base', 'a'),
        'UnsupportedOperation.Content-Base is currently unsupported',
      ],
    ])('%s', (_, part, edit, answer) => expectRefused(withFiles, part, edit, answer))
  })

  describe('System errors', () => {
    const large = withBody(`${Buffer.alloc(3_000).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`)

    test('1. There are 2,000 or more characters in a single line in the email body.', () =>
      expectRefused(
        all,
        'text',
        withBody(`${'x'.repeat(2_000)}\r\n`),
        '554 5.0.0 Error: transaction failed, blame it on the weather: smtp: too longer line in input stream',
      ))
    test('2. If the attachment is about 9 MB in size, EOF will be returned.', () =>
      expectRefused(withFiles, 'file', large, 'SMTPServerDisconnected', { limits: { eof: 3_000 } }))
    test('2. Otherwise, the content will be truncated, and other exception errors such as Base64 decoding failure', () =>
      expectRefused(withFiles, 'file', large, fileContent, { limits: { message: 3_000 } }))
  })

  describe('General business error description', () => {
    const same = (entity: Entity) => entity
    const noBase64 = withBody('!!!!\r\n')
    const inBase64 = withField('Content-Transfer-Encoding', 'base64')

    test.each<Row>([
      ['msg.From is null', 'header', withField('From', ''), 'FailedOperation.msg.From is null'],
      ['msg.Subject is null', 'header', withField('Subject', ''), 'FailedOperation.msg.Subject is null'],
      ['msg.Body is null', 'text', withBody(''), 'FailedOperation.msg.Body is null'],
      [
        'The email is too large. Remove some content...',
        'text',
        same,
        'FailedOperation.The email is too large. Remove some content and try again.',
        { limits: { body: 1 } },
      ],
      [
        'smtp sending frequency limit...',
        'header',
        same,
        'RequestLimitExceeded.SmtpRateLimit.smtp sending frequency limit. Please try again later.',
        { rateLimit: { perSecond: 0 } },
      ],
      [
        'Incorrect body content. Make sure the base64 content is correct.',
        'text',
        (entity) => noBase64(inBase64(entity)),
        'FailedOperation.Incorrect body content. Make sure the base64 content is correct.',
      ],
      ['SMTPForbidden', 'header', same, 'FailedOperation.SMTPForbidden', { individualAccount: true }],
    ])('%s', (_, part, edit, answer, options) => expectRefused(all, part, edit, answer, options))

    test.each<Row>([
      ['Incorrect attachment content. Make sure the base64 content is...', 'file', noBase64, fileContent],
      [
        'The attachments are too large. Make sure they do not exceed the...',
        'file',
        same,
        'FailedOperation.The attachments are too large. Make sure they do not exceed the size limit of attachments.',
        { limits: { attachment: 1 } },
      ],
    ])('%s', (_, part, edit, answer, options) => expectRefused(withFiles, part, edit, answer, options))
  })

  /** Every sample, broken in the same way, is refused with the same words, and none arrives. */
  async function expectRefused(
    broken: readonly Sample[],
    part: Part,
    edit: Edit,
    answer: string | RegExp,
    options?: EmulatorOptions,
  ): Promise<void> {
    const ses = await start(options)
    const answers: [name: string, answer: string][] = []
    for (const { name, message, to } of broken) {
      answers.push([name, codeOf(await smtplib.send(ses, change(message, part, edit), { to }))])
    }
    expect(answers).toEqual(
      broken.map(({ name }) => [name, typeof answer === 'string' ? answer : expect.stringMatching(answer)]),
    )
    expect(ses.inbox).toEqual([])
  }
})

type Part = Parameters<typeof change>[1]
type Edit = (entity: Entity) => Entity
type Row = [row: string, part: Part, edit: Edit, answer: string | RegExp, options?: EmulatorOptions]

const contentType =
  'FailedOperation.Content-Type must in [text/plain; charset=UTF-8,text/html; charset=UTF-8,multipart/mixed,multipart/related,multipart/alternative]'
const fileContent = 'FailedOperation.Incorrect attachment content. Make sure the base64 content is correct.'

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const ses = await startEmulator({ rateLimit: false, recipientLimit: false, ...options })
  onTestFinished(() => ses.close())
  return ses
}

function toSample([name, composition]: (typeof inPython)[number]): Sample {
  const { alias, to, subject, html, text, files } = composition
  const letter = {
    from: `${alias} <${sender}>`,
    subject,
    ...(html !== undefined && { html }),
    ...(text !== undefined && { text }),
    ...(files !== undefined && { files }),
  }
  return { name: `Python: ${name}`, message: compose(composition), to, letter }
}

/** The code with its text, of an error in the form of the one real reply. */
function codeOf(reply: string): string {
  return (
    /^554 5\.0\.0 Error: transaction failed, blame it on the weather: ##SES-response-json:\{.*"Code":"(.*)"\}\}\}\}$/.exec(
      reply,
    )?.[1] ?? reply
  )
}
