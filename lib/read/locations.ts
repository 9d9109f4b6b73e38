/**
 * The URLs by which HTML may name a file that has a Content-Location (RFC 2557): as it stands there, whole, and relative to
 * the place of the HTML.
 *
 * @param base what the location is relative to
 * @param page the place of the HTML
 */
export function locationsOf(location: string, base: string, page: string): string[] {
  if (location === '') return []
  // A long one is folded, and a short one may have a space in it that no URL has.
  const given = [location, location.replace(/\s+/g, '')]
  const whole = given.map((each) => resolve(each, base))
  const found = [...given, ...whole, ...whole.map((each) => relative(each, page))]
  return [...new Set(found.filter((each) => each !== undefined))]
}

function resolve(url: string, base: string): string | undefined {
  try {
    return new URL(url, base === '' ? undefined : base).href
  } catch {
    return undefined
  }
}

/** Of a file beside the page or in a folder there, as the page would name it. */
function relative(whole: string | undefined, page: string): string | undefined {
  const folder = resolve('.', page)
  return whole !== undefined && folder !== undefined && whole.startsWith(folder)
    ? whole.slice(folder.length)
    : undefined
}
