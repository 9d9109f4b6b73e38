// `npm run docs`: writes the documents that are made of what the library knows.

import { writeFile } from 'node:fs/promises'
import { LANGUAGES } from '../../lib/language.ts'
import { troubleshooting } from './troubleshooting.ts'
import { documents } from './troubleshooting-words.ts'

for (const language of LANGUAGES) {
  await writeFile(new URL(`../../${documents[language].file}`, import.meta.url), troubleshooting(language))
}
