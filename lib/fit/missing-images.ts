import { brief, changed, type Rule, unchanged } from './rule.ts'
import { findShownFiles } from './shown-files.ts'

/** Tells of images that the HTML shows by `cid:` and that no file of the mail is: every reader sees a broken image. */
export const missingImages: Rule = (letter) => {
  const { missing } = findShownFiles(letter)
  if (missing.length === 0) return unchanged(letter)

  const named = missing.slice(0, MOST_NAMED).map((cid) => `cid:${brief(cid)}`)
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : ''
  const message = `the HTML shows ${named.join(', ')}${more}, and no file has this Content-ID`
  return changed(letter, [{ rule: 'missing-images', field: 'html', loss: 'presentation', message }])
}

const MOST_NAMED = 5
