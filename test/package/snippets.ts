import { readFile } from 'node:fs/promises'

/** A fenced block of README. */
export interface Snippet {
  readonly heading: string
  /** Its place under that heading, from 0. */
  readonly index: number
  readonly language: string
  readonly code: string
}

export async function readSnippets(): Promise<readonly Snippet[]> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const snippets: Snippet[] = []
  let heading = ''
  for (const [, title, language = '', code = ''] of readme.matchAll(/^#+ (.*)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
    if (title === undefined) {
      const index = snippets.filter((other) => other.heading === heading).length
      snippets.push({ heading, index, language, code })
    } else heading = title
  }
  return snippets
}

/** The code of one of them, which sends to SES: now to `gateway`, whatever the program has under that name. */
export async function snippet(heading: string, index: number): Promise<string> {
  const found = (await readSnippets()).find((each) => each.heading === heading && each.index === index)
  if (!found) throw new Error(`README has no snippet ${index} under "${heading}"`)
  return sendToGateway(found.code)
}

export function sendToGateway(code: string): string {
  return code.replace(/region: 'ap-singapore'|host: 'sg-smtp\.qcloudmail\.com'(,\s+port: 465)?/g, '...gateway')
}
