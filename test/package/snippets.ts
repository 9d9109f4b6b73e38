import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = new URL('../..', import.meta.url)

/** A fenced block of a document. */
export interface Snippet {
  /** Path of the document in the repository. */
  readonly file: string
  readonly heading: string
  /** Its place under that heading, from 0. */
  readonly index: number
  readonly language: string
  readonly code: string
}

/** Paths of the documents whose blocks are run: README, and those beside the code that they tell of. */
async function listDocuments(): Promise<readonly string[]> {
  const beside = await Promise.all(['lib', 'test'].map(listMarkdown))
  return ['README.md', ...beside.flat()]
}

async function listMarkdown(folder: string): Promise<readonly string[]> {
  const files = await readdir(fileURLToPath(new URL(folder, root)), { recursive: true })
  const documents = files.filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
  return documents.map((file) => `${folder}/${file.replaceAll('\\', '/')}`).sort()
}

/** Every fenced block of all documents. */
export async function readSnippets(): Promise<readonly Snippet[]> {
  const snippets = (await listDocuments()).map(async (file) => readSnippetsOf(file))
  return (await Promise.all(snippets)).flat()
}

export async function readSnippetsOf(file: string): Promise<readonly Snippet[]> {
  const text = await readFile(new URL(file, root), 'utf8')
  const snippets: Snippet[] = []
  let heading = ''
  for (const [, title, language = '', code = ''] of text.matchAll(/^#+ (.*)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
    if (title === undefined) {
      const index = snippets.filter((other) => other.heading === heading).length
      snippets.push({ file, heading, index, language, code })
    } else heading = title
  }
  return snippets
}

/** The code of one of them, which sends to SES: now to `gateway`, whatever the program has under that name. */
export async function snippet(heading: string, index: number): Promise<string> {
  const found = (await readSnippets()).find((each) => each.heading === heading && each.index === index)
  if (!found) throw new Error(`No document has a snippet ${index} under "${heading}"`)
  return sendToGateway(found.code)
}

export function sendToGateway(code: string): string {
  return code.replace(/region: 'ap-singapore'|host: 'sg-smtp\.qcloudmail\.com'(,\s+port: 465)?/g, '...gateway')
}
