import type { SendMailOptions } from 'nodemailer'
import { SesError } from '../errors.ts'
import type { Header } from '../letter.ts'
import type { MailMessage } from './mime-node.ts'

/** What a mail says to SES, and not to its readers: the field `ses` of a mail. */
export interface SesMailOptions {
  /**
   * Values that come back in every webhook event of the mail: `{ order: '42' }` sets the header `X-Tencentcloudses-Cb-Order`. The
   * recipient can read them.
   *
   * @see https://www.tencentcloud.com/document/product/1084/39492 "X-Tencentcloudses-Cb-"
   */
  readonly callback?: Readonly<Record<string, string>> | undefined
}

/**
 * A mail with what this transport alone reads. For Nodemailer's types before version 10, which know no `ses`; those of version
 * 10 take any.
 */
export type SesMail = SendMailOptions & { readonly ses?: SesMailOptions | undefined }

/**
 * The headers of a mail's `ses.callback`, copied when the mail is handed over.
 *
 * @throws SesError for what would not come back as it was given
 */
export function readCallback({ data }: MailMessage): Header[] {
  // What else is in it is for Nodemailer's transport of another service.
  const ses = ownObject('ses', (data as { readonly ses?: unknown }).ses)
  return Object.entries(ownObject('ses.callback', ses['callback'])).map(([key, value]) => {
    const field = `ses.callback.${key.slice(0, 100)}`
    if (!KEY.test(key)) throw refused(field, `expected ${KEY_FORM}`, 'SES gives back any other in another spelling.')
    if (typeof value !== 'string') throw refused(field, `expected a string, got ${typeof value}`, 'Give a string.')
    if (value === '' || value !== value.trim()) {
      throw refused(field, 'expected text, with no white space at its ends', 'A header does not keep anything else.')
    }
    if (CONTROL.test(value))
      throw refused(field, 'has a line end or control character', 'Encode it, as JSON or Base64.')
    return { name: `${CALLBACK_PREFIX}${capitalize(key)}`, value }
  })
}

/**
 * Adds them to the header of a mail.
 *
 * @throws SesError if it has one of them already, with another value
 */
export function withCallback(headers: readonly Header[], callback: readonly Header[]): readonly Header[] {
  if (callback.length === 0) return headers
  const values = new Map(headers.map(({ name, value }) => [name.toLowerCase(), value]))
  const missing = callback.filter(({ name, value }) => {
    const other = values.get(name.toLowerCase())
    if (other === undefined || other === value) return other === undefined
    throw refused('ses.callback', `the mail has another ${name} in its headers`, 'Leave one of them out.')
  })
  return [...headers, ...missing]
}

/** The header that SES gives back. */
const CALLBACK_PREFIX = 'X-Tencentcloudses-Cb-'

/** In this form alone a header's name stays as it is, whichever program spells it: Go, which SES seems to be written in, writes `Order-Id`. */
const KEY = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const KEY_FORM = 'a key of small letters, digits and hyphens, of up to 100 characters'

const CONTROL = /[\x00-\x1f\x7f]/

const capitalize = (key: string): string => key.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())

function ownObject(field: string, given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {}
  if (typeof given !== 'object' || Array.isArray(given)) throw refused(field, 'expected an object', 'Give an object.')
  return given as Readonly<Record<string, unknown>>
}

function refused(field: string, what: string, hint: string): SesError {
  return new SesError(`${field}: ${what}. Nothing was sent.`, { reason: 'message-invalid', field, hint })
}
