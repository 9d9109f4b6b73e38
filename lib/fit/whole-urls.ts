import type { Words } from '../language.ts'
import { isWhole, wholeUrl } from '../whole-url.ts'
import { bodyTooLarge } from './body.ts'
import { hasUnknownReference, replaceReferences } from './cid-references.ts'
import { brief, bytesOf, changed, type Rule, unchanged } from './rule.ts'

/**
 * Makes relative URLs of the HTML whole, where the mail says what they are relative to: by Content-Location or Content-Base,
 * as a saved page does (RFC 2557).
 *
 * SES knows neither of these fields: images and links would lead nowhere.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters": Content-Location, Content-Base
 */
export const wholeUrls: Rule = (letter, { limits }) => {
  const { html, htmlBase, attachments } = letter
  const files = new Set(attachments.flatMap(({ locations = [] }) => locations))
  if (!html || (htmlBase === undefined && files.size === 0)) return unchanged(letter)

  const base = ownBase(html, htmlBase)
  let count = 0
  // A hundred thousand short URLs grow by the base each.
  let size = 0
  const place = (href: string) => {
    size += bytesOf(href)
    if (size > limits.body) throw bodyTooLarge(size, limits.body, HINT)
    return href
  }
  const whole = replaceReferences(html, {
    cid: () => undefined,
    other(url, use) {
      if (url === '' || url.startsWith('#') || !isCertain(url) || isWhole(url)) return undefined
      const href = wholeUrl(url, base)
      if (use === 'load' && href !== undefined && files.has(href)) return place(href)
      if (href === undefined || !/^https?:/.test(href)) return undefined
      count++
      return place(href)
    },
  })
  if (whole === html) return unchanged(letter)
  const message = `${count} of the HTML's URLs are made whole, which were relative to ${brief(String(base))}`
  return changed(
    { ...letter, html: whole },
    count === 0 ? [] : [{ rule: 'whole-urls', field: 'html', loss: 'none', message }],
  )
}

const HINT: Words = {
  en: 'Its relative URLs are made whole: shorten what they are relative to (Content-Location, Content-Base, `<base>`).',
  zh: '其中的相对 URL 会被补全：请缩短其基准地址（Content-Location、Content-Base、`<base>`）。',
}

/** Of the HTML itself, in its first `<base>`; nothing where that is not known for certain. */
function ownBase(html: string, htmlBase: string | undefined): string | undefined {
  let own: string | undefined
  replaceReferences(html, {
    cid: () => undefined,
    other(url, use) {
      if (use === 'base') own ??= url
      return undefined
    },
  })
  if (own === undefined) return htmlBase
  return isCertain(own) ? (wholeUrl(own, htmlBase) ?? htmlBase) : undefined
}

/** Whether it stays what it is: another program may have a placeholder in it to fill in, before or after a base is put there. */
function isCertain(url: string): boolean {
  return !PLACEHOLDER.test(url) && !hasUnknownReference(url)
}

/**
 * `{{id}}`, `${id}`, `<%= id %>`, `*|ID|*`, `[id]`, `%id%`, `%%id%%`, `%s`. Not the escape `%20`, also where another follows
 * (`%20a%20`), and not brackets behind the `?`, where fields of forms have them.
 */
const PLACEHOLDER = /[{}<>]|\*\||\|\*|^[^?#]*\[|%%|^%(?![\da-f]{2})|%(?![\da-f]{2})[\w.:-]+%|%[\w.:-]+%(?![\da-f]{2})/i
