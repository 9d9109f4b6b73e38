import type { SendMailOptions } from 'nodemailer'
import { type Header, LONGEST_EVENT_VALUE } from '../letter.ts'
import { CALLBACK_KEY, CALLBACK_PREFIX } from '../provider.ts'
import type { MailMessage } from './mime-node.ts'
import { refusal } from './refusal.ts'

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
    const field = `ses.callback.${key.slice(0, LONGEST_KEY)}`
    if (!CALLBACK_KEY.test(key) || key.length > LONGEST_KEY) throw refusal(field, KEY_FORM, OTHER_SPELLING)
    if (typeof value !== 'string') {
      const what = { en: `expected a string, got ${typeof value}`, zh: `应为字符串，实际为 ${typeof value}` }
      throw refusal(field, what, { en: 'Give a string.', zh: '请设为字符串。' })
    }
    if (value === '' || value !== value.trim()) {
      const what = { en: 'expected text, with no white space at its ends', zh: '应为首尾没有空白的非空文本' }
      throw refusal(field, what, { en: 'A header does not keep anything else.', zh: '邮件头无法保留其他内容。' })
    }
    if (CONTROL.test(value)) {
      throw refusal(field, { en: 'has a line end or control character', zh: '含有换行或控制字符' }, ENCODE_IT)
    }
    if (!value.isWellFormed()) {
      throw refusal(field, { en: 'has half a surrogate pair', zh: '含有不成对的代理字符' }, ENCODE_IT)
    }
    if (value.length > LONGEST_EVENT_VALUE) {
      const what = {
        en: `expected at most ${LONGEST_EVENT_VALUE} characters, got ${value.length}`,
        zh: `最多 ${LONGEST_EVENT_VALUE} 个字符，实际为 ${value.length}`,
      }
      throw refusal(field, what, {
        en: 'Keep it yourself, and give a key to it.',
        zh: '请自行保存内容，这里只传其键。',
      })
    }
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
    const what = { en: `the mail has another ${name} in its headers`, zh: `邮件头中已有不同的 ${name}` }
    throw refusal('ses.callback', what, { en: 'Leave one of them out.', zh: '请只保留其中一个。' })
  })
  return [...headers, ...missing]
}

const LONGEST_KEY = 100
const KEY_FORM = {
  en: `expected a key of small letters, digits and hyphens, of up to ${LONGEST_KEY} characters`,
  zh: `键应由小写字母、数字和连字符组成，最多 ${LONGEST_KEY} 个字符`,
}
const OTHER_SPELLING = {
  en: 'SES gives back any other in another spelling.',
  zh: '其他写法的键，SES 返回时大小写会改变。',
}
const ENCODE_IT = { en: 'Encode it, as JSON or Base64.', zh: '请先编码，例如 JSON 或 Base64。' }

const CONTROL = /[\x00-\x1f\x7f]/

const capitalize = (key: string): string => key.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())

function ownObject(field: string, given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {}
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw refusal(field, { en: 'expected an object', zh: '应为对象' }, { en: 'Give an object.', zh: '请设为对象。' })
  }
  return given as Readonly<Record<string, unknown>>
}
