import { countBytes } from '../printable.ts'
import { bytesOf, changed, formatNumber, type Rule, refusal, unchanged } from './rule.ts'

/**
 * A body of text or HTML, of at most 1 MB.
 *
 * Without one the gateway answers `msg.Body is null`; a mail of files alone gets a text that names them. Over 1 MB it
 * answers "The email is too large".
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "General business error description"
 */
export const body: Rule = (letter, { limits }) => {
  const size = bytesOf(letter.text) + bytesOf(letter.html)
  if (size > limits.body) {
    const hasImages = /data:image\//i.test(letter.html ?? '')
    throw tooLarge(countBytes(size), limits.body, hasImages ? IMAGES : LONG)
  }
  // Text or HTML of white space alone counts as missing: the gateway reads the other one.
  const text = letter.text?.trim() ? letter.text : undefined
  const html = letter.html?.trim() ? letter.html : undefined
  if (text !== undefined || html !== undefined) {
    if (text === letter.text && html === letter.html) return unchanged(letter)
    const field = text === letter.text ? 'html' : 'text'
    const message = `the ${field} is left out: it has only white space`
    return changed({ ...letter, text, html }, [{ rule: 'body', field, loss: 'none', message }])
  }
  if (letter.attachments.length === 0) {
    throw refusal('body', 'text or HTML is required, got neither', {
      hint: 'Give `text` or `html`.',
    })
  }
  const line = letter.attachments.map(({ name }) => name).join(', ')
  return changed({ ...letter, text: line, html: undefined }, [
    {
      rule: 'body',
      field: 'text',
      loss: 'none',
      message: `a text was added, for SES takes no mail without: "${line.slice(0, 200)}"`,
    },
  ])
}

/** Of HTML that its images make too large. */
export function bodyTooLarge(bytes: string, limit: number): Error {
  return tooLarge(`${bytes} bytes`, limit, IMAGES)
}

const LONG = 'Shorten it, or link to what is long.'
const IMAGES =
  "Its images are a part of it: attach them (`inlineImages: 'attach'`), upload them (a function as `inlineImages`), or make them smaller."

function tooLarge(had: string, limit: number, hint: string): Error {
  return refusal('body', `text and HTML have ${had}, over the ${formatNumber(limit)} that SES takes`, {
    reason: 'message-too-large',
    hint,
  })
}
