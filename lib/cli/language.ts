import type { SesLanguage } from '../language.ts'

/** The language of a terminal, by the environment as POSIX has it: `zh_CN.UTF-8` is Chinese. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): SesLanguage {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh(?![a-z])/i.test(locale) ? 'zh-CN' : 'en'
}
