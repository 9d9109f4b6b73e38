import type { Change } from '../letter.ts'
import { LONGEST_LINE } from '../provider.ts'
import { foldHtml } from './fold-html.ts'
import { foldText } from './fold-text.ts'
import { changed, formatNumber, type Rule, refusal, unchanged } from './rule.ts'

/**
 * Folds lines that SES does not take, where the body is sent without encoding (`bodyEncoding: '8bit'`).
 *
 * "There are 2,000 or more characters in a single line": the gateway counts bytes, with the line end. In Base64, the
 * default, every line has 76 characters and there is nothing to fold.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "System errors"
 */
export const longLines: Rule = (letter, settings) => {
  if (settings.bodyEncoding !== '8bit') return unchanged(letter)

  const changes: Change[] = []
  const html = letter.html === undefined ? undefined : (foldHtml(letter.html, LONGEST_FOLDED_LINE) ?? fail('html'))
  const folded = letter.text === undefined ? undefined : (foldText(letter.text, LONGEST_FOLDED_LINE) ?? fail('text'))
  if (html !== letter.html) {
    changes.push({
      rule: 'long-lines',
      field: 'html',
      loss: 'none',
      message: 'long lines are folded where it does not show',
    })
  }
  if (folded?.folded) {
    changes.push({
      rule: 'long-lines',
      field: 'text',
      loss: 'presentation',
      message: 'long lines are broken at white space',
    })
  }
  return changes.length === 0 ? unchanged(letter) : changed({ ...letter, html, text: folded?.text }, changes)
}

/** Leaves room for a dot that SMTP doubles and for a line end of either kind. */
const LONGEST_FOLDED_LINE = LONGEST_LINE - 8

function fail(field: string): never {
  const longest = formatNumber(LONGEST_FOLDED_LINE)
  const what = {
    en: `a line of more than ${longest} bytes cannot be folded without changing what is shown`,
    zh: `有一行超过 ${longest} 字节，折行会改变显示内容`,
  }
  throw refusal(field, what, {
    hint: { en: "Use bodyEncoding: 'base64', the default.", zh: "请使用默认的 bodyEncoding: 'base64'。" },
  })
}
