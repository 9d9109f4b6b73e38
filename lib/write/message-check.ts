import { createError, type SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { countBytes } from '../printable.ts'
import { LONGEST_LINE } from '../provider.ts'

/**
 * Refuses a message that is larger than SES takes, before it is written.
 *
 * @throws SesError
 */
export function checkSize(size: number, { limits }: Settings): void {
  if (size <= limits.message) return
  const most = limits.message.toLocaleString('en')
  const message = {
    en: `The whole message has ${countBytes(size)}, over the ${most} that SES takes.`,
    zh: `整封邮件有 ${size.toLocaleString('en')} 字节，SES 最多接受 ${most}。`,
  }
  throw createError(message, {
    reason: 'message-too-large',
    field: 'message',
    hint: {
      en: 'Files grow by a third on the way: send a link to a large one, or raise `limits` if your account allows more.',
      zh: '附件编码后会增大三分之一：请将大文件改为链接；若账号允许更大的邮件，可提高 `limits`。',
    },
  })
}

/**
 * Checks the bytes that go out: whatever the rules did, no message leaves that the gateway would refuse for its form,
 * cut short, or read with other headers than were meant.
 *
 * @throws SesError: a mistake in this library
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters", "System errors"
 */
export function checkMessage(message: Buffer): void {
  checkLines(message)
  checkHeaders(message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1'))
}

/** Every line ends in CRLF and is as long as SES takes, a doubled dot included; no other CR, no NUL. */
function checkLines(message: Buffer): void {
  let start = 0
  for (let end = message.indexOf(LF); end !== -1; end = message.indexOf(LF, start)) {
    if (message.indexOf(CR, start) !== end - 1) throw malformed('a line that does not end in CRLF, or a CR within one')
    const stuffed = message[start] === DOT ? 1 : 0
    if (end - 1 - start + stuffed > LONGEST_LINE) throw malformed(`a line of ${end - 1 - start} bytes`)
    start = end + 1
  }
  if (start !== message.length) throw malformed('a last line without an end')
  if (message.includes(0)) throw malformed('a NUL')
}

function checkHeaders(block: string): void {
  if (/[^\x20-\x7e\r\n\t]/.test(block)) throw malformed('a header that is not ASCII')

  const fields = new Map<string, string>()
  for (const line of block.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = /^([!-9;-~]+): ?(.*)$/.exec(line) ?? malformedName(line)
    const key = name.toLowerCase()
    if (FORBIDDEN.has(key)) throw malformed(`a header ${key}`)
    if (SINGLE.has(key) && fields.has(key)) throw malformed(`two headers ${key}`)
    fields.set(key, value)
  }
  for (const [name, expected] of REQUIRED) {
    const value = fields.get(name) ?? ''
    if (!expected.test(value)) throw malformed(`the header "${name}: ${value.slice(0, 60)}"`)
  }
}

const LF = 10
const CR = 13
const DOT = 46
const REQUIRED: readonly (readonly [name: string, expected: RegExp])[] = [
  ['from', /./],
  ['to', /./],
  ['subject', /./],
  ['mime-version', /^1\.0$/],
  ['content-type', /^(?:text\/(?:plain|html); charset=UTF-8|multipart\/(?:mixed|alternative); boundary="[^"]+")$/],
  ['content-transfer-encoding', /^(?:base64|8bit)?$/],
]
const SINGLE: ReadonlySet<string> = new Set([...REQUIRED.map(([name]) => name), 'date', 'message-id', 'reply-to'])
const FORBIDDEN: ReadonlySet<string> = new Set(['cc', 'bcc', 'content-id', 'content-location', 'content-base'])

function malformedName(line: string): never {
  throw malformed(`a header line without a name: "${line.slice(0, 40)}"`)
}

/** @param what for those who mend this library, in English alone */
function malformed(what: string): SesError {
  const message = {
    en: `The composed message has ${what}, which SES does not take. Nothing was sent.`,
    zh: `生成的邮件有 SES 不接受的内容（${what}）。邮件未发送。`,
  }
  return createError(message, {
    reason: 'message-invalid',
    field: 'message',
    hint: {
      en: 'This is a mistake in nodemailer-tencentcloud-ses: please report it with the mail that caused it.',
      zh: '这是 nodemailer-tencentcloud-ses 的缺陷：请附上该邮件向我们反馈。',
    },
  })
}
