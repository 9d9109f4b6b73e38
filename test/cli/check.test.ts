import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { check } from '../../lib/cli/check.ts'
import { humanReport } from '../../lib/cli/check-lines.ts'
import { type CheckOptions, transportOptions } from '../../lib/cli/check-options.ts'
import { checkMessage, type FileReport } from '../../lib/cli/check-report.ts'
import { toJson } from '../../lib/cli/json.ts'
import { wrap } from '../../lib/cli/wrap.ts'
import { refusedRows } from '../../lib/emulator/refused-rows.ts'
import { previewMail } from '../../lib/index.ts'
import { run, runIn, runWithInput } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-check-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => void vi.restoreAllMocks())

const defaults = transportOptions({ json: false }, {})
const headers = ['From: Shop <noreply@mail.example.com>', 'To: Ann <ann@example.org>', 'Subject: Your order']
const typed = ['MIME-Version: 1.0', 'Content-Type: text/html; charset=UTF-8']

/** SES takes it as it stands. */
const plain = [...headers, ...typed, '', '<p>Hello</p>', ''].join('\r\n')
const withoutSubject = plain.replace('Subject: Your order\r\n', '')
const attachment = (name: string) => [
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  `Content-Disposition: attachment; filename="${name}"`,
  '',
  'aGVsbG8=',
]
const logo = [
  '--r',
  'Content-Type: image/png; name=logo.png',
  'Content-Transfer-Encoding: base64',
  'Content-ID: <logo>',
  'Content-Disposition: inline; filename=logo.png',
  '',
  'iVBORw0KGgo=',
]
/** Breaks much, and can be sent. */
const order = [
  ...headers,
  'Cc: Bob <bob@example.org>',
  'Bcc: audit@example.com',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: multipart/related; boundary=r',
  '',
  '--r',
  'Content-Type: text/html; charset=UTF-8',
  '',
  `<p>${'word '.repeat(500)}</p><img src="cid:logo">`,
  ...logo,
  '--r--',
  ...attachment('invoice 7.pdf'),
  '--b--',
  '',
].join('\n')

test('says what SES would refuse and where, what would be changed, and to whom it would go', async () => {
  const file = await write('order.eml', order)
  const { status, stdout, stderr } = await run('check', file).ended
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(`${file}: can be sent

  SES would refuse it as it stands:
    Bcc: Currently unsupported [bcc]
      - Bcc: audit@example.com
    Cc: Currently unsupported [cc]
      - Cc: Bob <bob@example.org>
    Content-Disposition: Currently, you can only pass in attachment, and attachments cannot be sent
    if you pass in other values [attachment-content-disposition]
      - logo.png with Content-Disposition: inline
    Content-ID: Currently unsupported [attachment-content-id]
      - logo.png with Content-ID: <logo>
    There are 2,000 or more characters in a single line in the email body. [system-1]
      - line 15: 2,529 bytes with its line ending
    Unsupported attachment name; check for special characters (see the attachment-type page).
    [attachment-name]
      - invoice 7.pdf: a space in it

  sesTransport would send 2 letters, text and HTML in UTF-8 and Base64, files as plain attachments:
    1. to ann@example.org, bob@example.org
    2. to audit@example.com

  and would change:
    - the name "Ann" is left out: SES takes addresses alone
    - the name "Bob" is left out: SES takes addresses alone
    - logo.png is part of the HTML; some mail programs hide such images (readers may see a
      difference)
    - "invoice 7.pdf" is called "invoice_7.pdf"
    - bob@example.org moved from Cc to To
    - the hidden recipient gets a letter of its own
`)
})

test('reads several files, says which cannot be sent or read, and ends with 1', async () => {
  const files = [await write('plain.eml', plain), await write('none.eml', withoutSubject)] as const
  const { status, stdout, stderr } = await run('check', join(folder, 'missing.eml'), ...files, folder).ended
  expect(status).toBe(1)
  expect(stderr).toBe(`${join(folder, 'missing.eml')}: no such file\n${folder}: a directory, expected a file\n`)
  expect(stdout).toBe(`${files[0]}: can be sent

  SES would take it as it stands.

  sesTransport would send it, text and HTML in UTF-8 and Base64:
    1. to ann@example.org

  and would change:
    - the name "Ann" is left out: SES takes addresses alone

${files[1]}: cannot be sent

  SES would refuse it as it stands:
    Subject: Required [subject]
      - no Subject

  sesTransport would refuse it:
    subject: a subject is required, got none. Give \`subject\`.
`)
})

test('--json prints one value, with an object for each file', async () => {
  const files = [await write('order.eml', order), await write('none.eml', withoutSubject)] as const
  const missing = join(folder, 'missing.eml')
  const { status, stdout, stderr } = await run('check', '--json', ...files, missing).ended
  expect({ status, stderr }).toEqual({ status: 1, stderr: `${missing}: no such file\n` })
  expect(JSON.parse(stdout)).toEqual([
    {
      file: files[0],
      canBeSent: true,
      refused: expect.arrayContaining([
        { row: 'bcc', words: 'Bcc: Currently unsupported', where: ['Bcc: audit@example.com'] },
      ]),
      changes: expect.arrayContaining([
        { rule: 'cc', field: 'cc', loss: 'none', message: 'bob@example.org moved from Cc to To' },
      ]),
      letters: [
        {
          from: 'Shop <noreply@mail.example.com>',
          to: ['ann@example.org', 'bob@example.org'],
          subject: 'Your order',
          attachments: ['invoice_7.pdf'],
        },
        {
          from: 'Shop <noreply@mail.example.com>',
          to: ['audit@example.com'],
          subject: 'Your order',
          attachments: ['invoice_7.pdf'],
        },
      ],
      error: null,
    },
    {
      file: files[1],
      canBeSent: false,
      refused: [{ row: 'subject', words: 'Subject: Required', where: ['no Subject'] }],
      changes: [],
      letters: [],
      error: {
        reason: 'message-invalid',
        field: 'subject',
        message: 'subject: a subject is required, got none. Give `subject`.',
        hint: 'Give `subject`.',
      },
    },
    {
      file: missing,
      canBeSent: false,
      refused: [],
      changes: [],
      letters: [],
      error: { reason: 'unreadable', field: 'file', message: 'no such file', hint: '' },
    },
  ])
})

describe('standard input', () => {
  test.each([
    ['for -', ['-']],
    ['without a file', []],
  ])('%s', async (_, args) => {
    const { status, stdout } = await runWithInput(plain, 'check', ...args).ended
    expect([status, stdout.split('\n', 1)[0]]).toEqual([0, 'standard input: can be sent'])
  })

  test('is a mistake where it is a terminal', async () => {
    Object.defineProperty(process.stdin, 'isTTY', { value: true, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(process.stdin, 'isTTY'))
    await expect(check.run([])).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_PARSE_ARGS_/),
      message: 'Expected a message file, or a message on standard input',
    })
  })

  test('that is more than could be sent is not read to its end', async () => {
    const { status, stdout, stderr } = await runWithInput(Buffer.alloc(50_000_000, 'x\n'), 'check').ended
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toMatch(/^standard input: cannot be sent\n/)
    expect(stdout).toContain(' - the message: more than 20,000,000 bytes\n')
    expect(stdout).toContain('more than 20,000,000 bytes, the rest was not read. Send links')
  })
})

test('who reads the output may stop', async () => {
  const lines = `${'x'.repeat(2_000)}\n`.repeat(3_000)
  const cli = run('check', '--json', await write('lines.eml', `${plain}${lines}`))
  cli.child.stdout?.once('data', () => cli.child.stdout?.destroy())
  expect(await cli.ended).toMatchObject({ status: 1, stderr: '' })
})

test('many lines are as many as the transport takes', async () =>
  expect(await checkText(`${plain}${'\n'.repeat(400_000)}`)).toMatchObject({ canBeSent: true, error: null }))

describe('what is read', () => {
  const mbox = 'From ann@example.org Fri Jan  2 03:04:05 2026\n'

  test.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'empty, expected a message'],
    [
      'text in UTF-16',
      Buffer.from(`\ufeff${plain}`, 'utf16le'),
      'text in UTF-16, expected the bytes of a message: save it as UTF-8',
    ],
    ['a mailbox of two messages', `${mbox}${plain}\n\n${mbox}${plain}`, 'a mailbox of several messages, expected one'],
  ])('not %s', async (_, content, problem) => {
    const file = await write('unreadable.eml', content)
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    expect(await check.run([file])).toBe(1)
    expect(said.mock.calls).toEqual([[`${file}: ${problem}\n`]])
    expect(printed).not.toHaveBeenCalled()
  })

  test.each<[string, string | Buffer, number]>([
    ['a message of a mailbox, without the line before it', `${mbox}${plain.replaceAll('\r\n', '\n')}`, 0],
    ['a message that says From somewhere', `${plain}\r\n\r\nFrom the start: 1:30 of 2026\r\n`, 0],
    ['a message with a byte order mark', `\ufeff${plain}`, 0],
    ['a message without a body', plain.slice(0, plain.indexOf('\r\n\r\n')), 1],
    ['a message without headers', '\n<p>Hello</p>\n', 1],
    ['text', 'just some text\n', 1],
    ['bytes', Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919 + (index >> 3) * 31) & 255)), 1],
    ['bytes of another charset', Buffer.from(plain.replace('Hello', 'Gr\xfc\xdfe'), 'latin1'), 1],
  ])('%s', async (_, content, status) => {
    const file = await write('read.eml', content)
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    expect(await check.run(['--json', file])).toBe(status)
    expect(JSON.parse(String(printed.mock.calls[0]?.[0]))).toMatchObject([{ file, canBeSent: status === 0 }])
  })

  test('lines are counted as a person counts them, the line of the mailbox too', async () => {
    const file = await write('long.eml', `${mbox}${plain}${'x'.repeat(2_500)}\r\n`)
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    await check.run([file])
    expect(String(printed.mock.calls[0]?.[0])).toContain('- line 9: 2,502 bytes with its line ending\n')
  })
})

describe('options', () => {
  test.each<[string, Partial<CheckOptions>, Partial<FileReport>]>([
    [
      'cc: separate',
      { cc: 'separate' },
      { letters: [to('ann@example.org'), to('bob@example.org'), to('audit@example.com')] },
    ],
    ['cc: refuse', { cc: 'refuse' }, { error: problem('cc') }],
    ['bcc: refuse', { bcc: 'refuse' }, { error: problem('bcc') }],
    ['inlineImages: refuse', { inlineImages: 'refuse' }, { error: problem('attachments') }],
    ['onLoss: refuse', { onLoss: 'refuse' }, { error: problem('logo.png') }],
    [
      'inlineImages: attach',
      { inlineImages: 'attach' },
      { letters: expect.arrayContaining([expect.objectContaining({ attachments: ['logo.png', 'invoice_7.pdf'] })]) },
    ],
    [
      'bodyEncoding: 8bit',
      { bodyEncoding: '8bit' },
      { changes: expect.arrayContaining([expect.objectContaining({ rule: 'long-lines' })]) },
    ],
  ])('%s', async (_, options, expected) => {
    expect(await checkText(order, options)).toMatchObject(expected)
  })

  test('are read off what was typed', () => {
    expect(transportOptions({ json: false, cc: 'refuse', bcc: 'refuse', 'inline-images': 'attach' }, {})).toEqual({
      cc: 'refuse',
      bcc: 'refuse',
      inlineImages: 'attach',
      bodyEncoding: 'base64',
      signed: 'refuse',
      onLoss: 'send',
      language: 'en',
    })
    expect(
      transportOptions({ json: false, 'body-encoding': '8bit', 'on-loss': 'refuse', language: 'zh-CN' }, {}),
    ).toEqual({
      cc: 'to',
      bcc: 'separate',
      inlineImages: 'data-url',
      bodyEncoding: '8bit',
      signed: 'refuse',
      onLoss: 'refuse',
      language: 'zh-CN',
    })
  })

  test.each([
    [['--language', 'zh'], "Expected --language to be en or zh-CN, got 'zh'"],
    [['--cc', 'both'], "Expected --cc to be to, separate or refuse, got 'both'"],
    [['--bcc', 'to'], "Expected --bcc to be separate or refuse, got 'to'"],
    [['--inline-images', 'url'], "Expected --inline-images to be data-url, attach or refuse, got 'url'"],
    [['--body-encoding', '7bit'], "Expected --body-encoding to be base64 or 8bit, got '7bit'"],
    [['--signed', 'send'], "Expected --signed to be refuse or unwrap, got 'send'"],
    [['--on-loss='], "Expected --on-loss to be send or refuse, got ''"],
    [['--json=yes'], "Option '--json' does not take an argument"],
    [['-', 'a.eml', '-'], 'Expected - once, got it twice'],
  ])('%j is a mistake', async (args, message) => {
    await expect(check.run(args)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_PARSE_ARGS_/), message })
  })

  test('8bit is told', async () => {
    const options = { ...defaults, bodyEncoding: '8bit' } as const
    expect(humanReport(await checkText(plain, options), options)).toContain('would send it, text and HTML in UTF-8:\n')
  })

  function to(address: string) {
    return expect.objectContaining({ to: [address] })
  }

  function problem(field: string) {
    return expect.objectContaining({ field })
  }
})

test('much of one kind is cut short for a person, and is there for a program', async () => {
  const hidden = Array.from({ length: 60 }, (_, index) => `u${index}@example.org`)
  const message = `Bcc: ${hidden.join(',\n ')}\n${plain}${'x'.repeat(2_000)}\n`.concat(
    `${'x'.repeat(2_000)}\n`.repeat(9),
  )
  const report = await checkText(message)
  expect(report.letters.map(({ to }) => to)).toEqual([['ann@example.org'], ...hidden.map((address) => [address])])
  expect(report.refused.find(({ row }) => row === 'system-1')?.where).toHaveLength(10)

  const text = humanReport(report, defaults)
  expect(text).toContain('    10. to u8@example.org\n    … and 51 more\n')
  expect(text).toContain('      - line 72: 2,002 bytes with its line ending\n      … and 5 more\n')
  const many = humanReport(await checkText(plain.replace('To: ', `To: ${hidden.slice(1, 50).join(', ')}, `)), defaults)
  expect(many).toContain('1. to u1@example.org, u2@example.org, u3@example.org, u4@example.org and 46 more\n')
})

test('nothing in a message steers the terminal', async () => {
  const steering = '\u001b[2J\u009b1m\u007f\u202e\u2028x'
  const file = `${steering}.eml`
  const message = `Cc: ${steering} <bob@example.org>\nX-${steering}: 1\n${plain}`
  const report = { ...(await checkText(message)), file }
  const bad = await checkText(message.replace('ann@', `${steering}@`))
  expect(bad.error).toBeDefined()

  for (const each of [report, bad]) {
    expect(humanReport(each, defaults).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
    expect(toJson([each]).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
    expect(JSON.parse(toJson([each]))).toEqual([each])
  }
})

test('whatever comes, there is a report, in 100 columns where a line can be broken', async () => {
  const fields = [
    'From: a@b.cc',
    'To: c@d.ee',
    'Cc: <',
    'Bcc: x:y;',
    'Subject: s',
    'MIME-Version: 2',
    '\n',
    '\r\n',
    '--b',
  ]
  const types = ['Content-Type: multipart/mixed; boundary=b', 'Content-Type: text/html', 'Content-Disposition: inline']
  const piece = fc.oneof(fc.constantFrom(...fields, ...types), fc.string({ unit: 'binary' }), fc.string())
  const bytes = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('\n'))),
    fc.uint8Array({ maxLength: 400 }).map((values) => Buffer.from(values)),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (raw) => {
      const report = await checkMessage({ file: 'a.eml', raw, firstLine: 1, isCut: false }, defaults)
      expect(report.canBeSent).toBe(report.error === null && report.letters.length > 0)
      const wide = humanReport(report, defaults)
        .split('\n')
        .filter((line) => line.length > 100 && line.trim().replace(/^- /, '').includes(' '))
      expect(wide).toEqual([])
    }),
  )
})

test.each([
  ['plain', plain],
  ['order', order],
])('a letter that would be sent breaks no row itself: %s', async (_, message) => {
  const { messages } = await previewMail({ raw: message })
  expect(messages.map((each) => refusedRows(each))).toEqual(messages.map(() => []))
})

test('lines are broken at spaces and between Chinese characters, by the columns that letters take', () => {
  expect(wrap('one two  three', '- ', '  ', 9)).toBe('- one two\n   three')
  expect(wrap('你好 再见', '', '', 8)).toBe('你好 再\n见')
  expect(wrap('你好 你好', '', '', 9)).toBe('你好 你好')
  expect(wrap('你好你好', '- ', '  ', 8)).toBe('- 你好你\n  好')
  expect(wrap('请设置主题。', '', '', 10)).toBe('请设置主\n题。')
  expect(wrap('你好（再见）', '', '', 6)).toBe('你好\n（再\n见）')
  expect(wrap('请用 STARTTLS，好', '', '', 12)).toBe('请用\nSTARTTLS，好')
  expect(wrap('unbreakable', '- ', '  ', 5)).toBe('- unbreakable')
})

test('its document shows what is printed', async () => {
  const document = await readFile('lib/cli/README.md', 'utf8')
  const shown = /\$ npx nodemailer-tencentcloud-ses check order\.eml\n([^`]*)```/.exec(document)?.[1]
  const message = [
    ...headers,
    'Cc: Bob <bob@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=UTF-8',
    '',
    `<p>${'word '.repeat(500)}</p>`,
    ...attachment('invoice 7.pdf'),
    '--b--',
    '',
  ].join('\n')
  expect(shown).toBe(humanReport(await checkText(message), defaults))
})

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

function checkText(message: string, options: Partial<CheckOptions> = {}): Promise<FileReport> {
  const file = { file: 'order.eml', raw: Buffer.from(message), firstLine: 1, isCut: false }
  return checkMessage(file, { ...defaults, ...options })
}

describe('in Chinese', () => {
  test.each([
    ['by the locale', { LC_ALL: 'zh_CN.UTF-8' }, []],
    ['by the flag', {}, ['--language', 'zh-CN']],
  ])('%s', async (_, env, args) => {
    const file = await write('none.eml', withoutSubject)
    const { status, stdout } = await runIn(env, 'check', ...args, file).ended
    expect(status).toBe(1)
    expect(stdout).toBe(`${file}：无法发送

  SES 会拒绝原邮件：
    Subject: Required [subject]
      - no Subject

  sesTransport 会拒绝它：
    subject：缺少主题。请设置 \`subject\`。
`)
  })

  test('as JSON', async () => {
    const file = await write('none.eml', withoutSubject)
    const { stdout } = await runIn({ LC_ALL: 'zh_CN.UTF-8' }, 'check', '--json', file).ended
    expect(JSON.parse(stdout)).toMatchObject([{ error: { hint: '请设置 `subject`。', reason: 'message-invalid' } }])
  })

  test('the flag goes before the locale', async () => {
    const file = await write('none.eml', withoutSubject)
    const { stdout } = await runIn({ LC_ALL: 'zh_CN.UTF-8' }, 'check', '--language', 'en', file).ended
    expect(stdout).toContain('Give `subject`.')
  })

  test('what would be sent', async () => {
    const report = await checkText(order, { language: 'zh-CN' })
    expect(humanReport(report, { ...defaults, language: 'zh-CN' })).toContain(`
  sesTransport 会发送 2 封邮件，文本和 HTML 采用 UTF-8 和 Base64，文件作为普通附件：
    1. 发往 ann@example.org, bob@example.org
    2. 发往 audit@example.com

  并作以下改动：
`)
  })
})
