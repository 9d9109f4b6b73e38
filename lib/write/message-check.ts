import { SesError } from '../errors.ts'
import type { Settings } from '../settings.ts'

/**
 * The last look at the bytes that go out: whatever the rules did, nothing leaves that the gateway would refuse for its
 * form, cut short, or read as another header than was meant.
 *
 * @throws SesError; one of another reason than `message-too-large` is a mistake in this library
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters", "System errors"
 */
export function checkMessage(message: Buffer, { limits }: Settings): void {
  if (message.length > limits.message) {
    const size = message.length.toLocaleString('en')
    throw new SesError(
      `The whole message has ${size} bytes, over the ${limits.message.toLocaleString('en')} that SES takes.`,
      {
        reason: 'message-too-large',
        field: 'message',
        hint: 'Files grow by a third on the way: send a link to a large one, or raise `limits` if your account allows more.',
      },
    )
  }
  checkLines(message)
  checkHeaders(message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1'))
}

/** Every line ends in CRLF and has at most 1,998 bytes, a doubled dot included; no NUL. */
function checkLines(message: Buffer): void {
  let start = 0
  for (let end = message.indexOf(LF); end !== -1; end = message.indexOf(LF, start)) {
    if (message[end - 1] !== CR) throw malformed('a line that ends in a bare LF')
    const stuffed = message[start] === DOT ? 1 : 0
    if (end - 1 - start + stuffed > LONGEST_LINE) throw malformed(`a line of ${end - 1 - start} bytes`)
    start = end + 1
  }
  if (start !== message.length) throw malformed('a last line without an end')
  if (message.includes(0)) throw malformed('a NUL')
}

function checkHeaders(block: string): void {
  if (/[^\x20-\x7e\r\n\t]/.test(block)) throw malformed('a header that is not ASCII')
  if (/\r(?!\n)/.test(block)) throw malformed('a bare CR in a header')

  const names = block
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => /^([!-9;-~]+):/.exec(line)?.[1]?.toLowerCase() ?? malformedName(line))
  for (const name of ['from', 'to', 'subject', 'mime-version', 'content-type']) {
    const count = names.filter((each) => each === name).length
    if (count !== 1) throw malformed(`${count} headers ${name}`)
  }
  const forbidden = names.find((name) => FORBIDDEN.has(name))
  if (forbidden) throw malformed(`a header ${forbidden}`)
}

const LF = 10
const CR = 13
const DOT = 46
/** "There are 2,000 or more characters in a single line": CR and LF count. */
const LONGEST_LINE = 1_998
const FORBIDDEN: ReadonlySet<string> = new Set(['cc', 'bcc', 'content-id', 'content-location', 'content-base'])

function malformedName(line: string): never {
  throw malformed(`a header line without a name: "${line.slice(0, 40)}"`)
}

function malformed(what: string): SesError {
  return new SesError(`The composed message has ${what}, which SES does not take. Nothing was sent.`, {
    reason: 'message-invalid',
    field: 'message',
    hint: 'This is a mistake in nodemailer-tencentcloud-ses: please report it with the mail that caused it.',
  })
}
