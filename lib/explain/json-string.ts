export interface JsonString {
  readonly value: string
  /** The text ends before the string does. */
  readonly cut: boolean
}

/** The first string of that name on any level of some JSON, which may be cut off or stand among other text. */
export function findJsonString(text: string, name: string): JsonString | undefined {
  const key = new RegExp(`"${name}"\\s*:\\s*"`, 'i').exec(text)
  if (key === null) return undefined
  const start = key.index + key[0].length
  let end = start
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return { value: unescapeJson(text.slice(start, end)), cut: end >= text.length }
}

// By hand, since JSON.parse takes nothing that is cut off.
function unescapeJson(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
