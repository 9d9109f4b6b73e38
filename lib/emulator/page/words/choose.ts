// Tested by test/emulator/page/languages.test.ts.

import { en, type Words } from './en.ts'
import { zh } from './zh.ts'

/** The language that a browser asks for first, of those that the page speaks; English if it asks for neither. */
export function chooseWords(acceptLanguage: string): Words {
  const asked = acceptLanguage
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { language: tag.split('-', 1)[0], quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ language, quality }) => quality > 0 && (language === 'zh' || language === 'en'))
    .sort((one, other) => other.quality - one.quality)
  return asked[0]?.language === 'zh' ? zh : en
}
