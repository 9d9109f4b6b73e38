// Tested by test/fit/missing-images.test.ts.

import type { Attachment, Letter } from '../letter.ts'
import { replaceReferences } from './cid-references.ts'

/** The files that the HTML shows, by what it names them: their Content-ID in `cid:`, or their Content-Location (RFC 2557). */
export interface ShownFiles {
  readonly cids: ReadonlyMap<string, Attachment>
  readonly locations: ReadonlyMap<string, Attachment>
  /** Content-IDs that no file has. */
  readonly missing: readonly string[]
}

export function findShownFiles({ html, attachments }: Letter): ShownFiles {
  const cids = new Map<string, Attachment>()
  const locations = new Map<string, Attachment>()
  const missing = new Set<string>()
  const byCid = cidFinder(attachments)
  const byLocation = new Map(attachments.flatMap((file) => (file.locations ?? []).map((url) => [url, file] as const)))
  const isNamed = attachments.some(({ contentId }) => contentId) || byLocation.size > 0
  if (!html || !(isNamed || /cid:/i.test(html))) return { cids, locations, missing: [] }

  replaceReferences(html, {
    cid(cid) {
      const file = byCid(cid)
      if (file) cids.set(cid, file)
      else missing.add(cid)
      return undefined
    },
    location(url) {
      const file = byLocation.get(url) ?? byLocation.get(url.replace(/^\.\//, ''))
      if (file) locations.set(url, file)
      return undefined
    },
  })
  return { cids, locations, missing: [...missing] }
}

/** By a Content-ID, or by one that differs in its case alone, where one file has such: many mail programs take no notice of it. */
function cidFinder(attachments: readonly Attachment[]): (cid: string) => Attachment | undefined {
  const exact = new Map<string, Attachment>()
  const folded = new Map<string, Attachment | undefined>()
  for (const file of attachments) {
    if (file.contentId === undefined) continue
    exact.set(file.contentId, file)
    const key = file.contentId.toLowerCase()
    folded.set(key, folded.has(key) ? undefined : file)
  }
  return (cid) => exact.get(cid) ?? folded.get(cid.toLowerCase())
}
