/** The languages in which errors speak to people. */
export type SesLanguage = 'en' | 'zh-CN'

/** The first is the default. */
export const LANGUAGES = ['en', 'zh-CN'] as const satisfies readonly SesLanguage[]

/** A text in each language. */
export interface Words {
  readonly en: string
  readonly zh: string
}

/** A text in one language. What a caller wrote is a string, and the same in every one. */
export function wordsIn(words: string | Words, language: SesLanguage): string {
  if (typeof words === 'string') return words
  return language === 'zh-CN' ? words.zh : words.en
}

export function toWords(words: string | Words): Words {
  return typeof words === 'string' ? { en: words, zh: words } : words
}
