import type { Words } from '../language.ts'
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
    throw tooLarge({ en: countBytes(size), zh: `${formatNumber(size)} 字节` }, limits.body, hasImages ? IMAGES : LONG)
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
    throw refusal(
      'body',
      { en: 'text or HTML is required, got neither', zh: '缺少文本或 HTML 正文' },
      {
        hint: { en: 'Give `text` or `html`.', zh: '请设置 `text` 或 `html`。' },
      },
    )
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

/** Of HTML that what is put into it makes too large: its images, if nothing else is said. */
export function bodyTooLarge(size: number, limit: number, hint = IMAGES): Error {
  const most = formatNumber(size)
  return tooLarge({ en: `more than ${most} bytes`, zh: `超过 ${most} 字节` }, limit, hint)
}

const LONG: Words = { en: 'Shorten it, or link to what is long.', zh: '请缩短正文，或改用链接。' }
const IMAGES: Words = {
  en: "Its images are a part of it: attach them (`inlineImages: 'attach'`), upload them (a function as `inlineImages`), or make them smaller.",
  zh: "正文包含内嵌图片：请改为附件（`inlineImages: 'attach'`）、上传图片（将 `inlineImages` 设为函数），或缩小图片。",
}

function tooLarge(had: Words, limit: number, hint: Words): Error {
  const what = {
    en: `text and HTML have ${had.en}, over the ${formatNumber(limit)} that SES takes`,
    zh: `文本和 HTML 共 ${had.zh}，SES 最多接受 ${formatNumber(limit)}`,
  }
  return refusal('body', what, { reason: 'message-too-large', hint })
}
