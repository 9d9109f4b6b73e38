import { wholeUrl } from '../whole-url.ts'

/**
 * The URLs of a file that has a Content-Location (RFC 2557): as it stands there, and whole.
 *
 * @param base what the location is relative to
 */
export function locationsOf(location: string, base: string): string[] {
  if (location === '') return []
  // A long one is folded, and a short one may have a space in it that no URL has.
  const given = [location, location.replace(/\s+/g, '')]
  return [...new Set([...given, ...given.flatMap((each) => wholeUrl(each, base) ?? [])])]
}
