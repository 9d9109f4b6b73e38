// `npm run docs`: writes the documents that are made of what the library knows.

import { writeFile } from 'node:fs/promises'
import { troubleshooting } from './troubleshooting.ts'

await writeFile(new URL('../../TROUBLESHOOTING.md', import.meta.url), troubleshooting())
