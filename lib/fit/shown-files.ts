// Tested by test/fit/missing-images.test.ts.

import type { Attachment, Letter } from '../letter.ts'
import { wholeUrl } from '../whole-url.ts'
import { replaceReferences } from './cid-references.ts'

/** The files that the HTML shows, by what it names them: their Content-ID in `cid:`, or their Content-Location (RFC 2557). */
export interface ShownFiles {
  readonly cids: ReadonlyMap<string, Attachment>
  readonly locations: ReadonlyMap<string, Attachment>
  /** Those among them to which it only has a link. */
  readonly linked: ReadonlySet<Attachment>
  /** Content-IDs that no file has. */
  readonly missing: readonly string[]
}

export function findShownFiles({ html, attachments }: Letter): ShownFiles {
  const cids = new Map<string, Attachment>()
  const locations = new Map<string, Attachment>()
  const loaded = new Set<Attachment>()
  const missing = new Set<string>()
  const byCid = cidFinder(attachments)
  const byLocation = new Map(attachments.flatMap((file) => (file.locations ?? []).map((url) => [url, file] as const)))
  const findAt = (url: string) =>
    byLocation.get(url) ?? (byLocation.size > 0 ? byLocation.get(wholeUrl(url) ?? url) : undefined)
  const isNamed = attachments.some(({ contentId }) => contentId) || byLocation.size > 0
  if (!html || !(isNamed || /cid:/i.test(html))) return { cids, locations, linked: new Set(), missing: [] }

  replaceReferences(html, {
    cid(cid, use) {
      const file = byCid(cid) ?? byLocation.get(`cid:${cid}`) // as Chrome names style sheets
      if (file) cids.set(cid, file)
      else missing.add(cid)
      if (file && use === 'load') loaded.add(file)
      return undefined
    },
    other(url, use) {
      const file = use === 'load' ? findAt(url) : undefined
      if (!file) return undefined
      locations.set(url, file)
      loaded.add(file)
      return undefined
    },
  })
  const linked = new Set([...cids.values()].filter((file) => !loaded.has(file)))
  return { cids, locations, linked, missing: [...missing] }
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
