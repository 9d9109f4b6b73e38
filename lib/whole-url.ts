/**
 * A URL as programs compare it, whole; where it is relative to nothing, to a place of the mail's own (RFC 2557 5). Nothing for
 * what is none.
 *
 * @param base what it is relative to; a long one is none, since every relative URL would grow by it
 */
export function wholeUrl(url: string, base = ''): string | undefined {
  const place = base.length <= LONGEST_BASE && isShort(base) && URL.canParse(base) ? base : NOWHERE
  return isShort(url) && URL.canParse(url, place) ? new URL(url, place).href : undefined
}

/** Whether it says by itself where it is. */
export function isWhole(url: string): boolean {
  return !isShort(url) || URL.canParse(url)
}

/** A host of 100,000 characters takes seconds to parse, and none is that long. */
function isShort(url: string): boolean {
  const [, scheme = '', host = ''] = /^([^/\\?#]*)[/\\]*([^/\\?#]*)/.exec(url) ?? []
  return scheme.length < LONGEST_HOST && host.length < LONGEST_HOST
}

const LONGEST_HOST = 1_000
/** About what browsers with a limit for the address of a page have taken. */
const LONGEST_BASE = 2_000
const NOWHERE = 'thismessage:/'
