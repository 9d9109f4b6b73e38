// Tested by test/explain/reply.test.ts.

export interface JsonString {
  readonly value: string
  /** The text ends before the string does. */
  readonly cut: boolean
}

/** The first string under the key `name`, on any level of JSON that may be cut off or stand among other text. */
export function findJsonString(text: string, name: string): JsonString | undefined {
  const key = new RegExp(`"${name}"\\s*:\\s*"`, 'i').exec(text)
  if (key === null) return undefined
  const start = key.index + key[0].length
  let end = start
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  const cut = end >= text.length
  const value = text.slice(start, end)
  return { value: unescapeJson(cut ? value.replace(HALF_ESCAPE, '') : value), cut }
}

const HALF_ESCAPE = /\\(?:u[0-9a-f]{0,3})?$/i

/** Whether a text ends before its JSON does: within an object, or before the one that `marker` announces. */
export function endsWithinJson(text: string, marker: string): boolean {
  const announced = text.indexOf(marker)
  const start = announced < 0 ? text.search(/\{\s*(?:\\*"|$)/) : text.indexOf('{', announced)
  if (start < 0) return announced >= 0
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (quoted) continue
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return false
  }
  return true
}

/**
 * Unwraps the JSON that has the key `name` from the JSON strings around it, each of which escapes its quotes once more.
 */
export function unnestJson(text: string, name: string): string {
  let json = text
  for (let level = 0; level < DEEPEST && !json.includes(`"${name}"`) && json.includes(`\\"${name}`); level++) {
    json = json.replace(/\\(["\\/])/g, '$1')
  }
  return json
}

const DEEPEST = 4

// Not JSON.parse, which fails on text that is cut off.
function unescapeJson(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
