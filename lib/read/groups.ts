/**
 * Whether a list of addresses has a group in a group, which is none (RFC 5322 3.4). The parser reads the members again at
 * each level, fifty times at most, which of a megabyte takes seconds.
 */
export function nestsGroups(list: string): boolean {
  let close = ''
  let isInGroup = false
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at)
    if (close !== '') {
      if (character === '\\') at++
      else if (character === close) close = ''
    } else if (CLOSING.has(character)) close = CLOSING.get(character) ?? ''
    else if (character === ';') isInGroup = false
    else if (character === ':') {
      if (isInGroup) return true
      isInGroup = true
    }
  }
  return false
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['(', ')'],
  ['<', '>'],
])
