import { LONGEST_FIELD } from '../letter.ts'
import { brief, formatNumber, type Rule, refusal, unchanged } from './rule.ts'

/** Refuses header fields that servers on the way would cut off. Subject and To have rules of their own. */
export const fieldLengths: Rule = (letter) => {
  const { from, replyTo, headers } = letter
  for (const { name } of from) refuseLong('from', name.length)
  refuseLong(
    'replyTo',
    replyTo.reduce((sum, { name, address }) => sum + name.length + address.length, 0),
  )
  for (const { name, value } of headers) refuseLong(name, value.length)
  return unchanged(letter)
}

function refuseLong(field: string, length: number): void {
  if (length <= LONGEST_FIELD) return
  const what = {
    en: `a header field has at most ${formatNumber(LONGEST_FIELD)} characters, got ${formatNumber(length)}`,
    zh: `邮件头字段最多 ${formatNumber(LONGEST_FIELD)} 个字符，实际为 ${formatNumber(length)} 个`,
  }
  throw refusal(brief(field), what, {
    hint: { en: 'Shorten it, or put what it holds into a file.', zh: '请缩短该字段，或将其内容放入附件。' },
  })
}
