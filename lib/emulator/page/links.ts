// Tested by test/emulator/page/list.test.ts.

import { type Filter, outcomes } from '../mailbox/filter.ts'

const names = ['query', 'outcome', 'row', 'from', 'to'] as const

/** The filter of the list, as it stands in the page's addresses; what makes no sense is left out. */
export function readFilter(query: URLSearchParams): Filter {
  const outcome = outcomes.find((each) => each === query.get('outcome'))
  const texts = names
    .filter((name) => name !== 'outcome')
    .flatMap((name) => {
      const text = query.get(name)?.trim() ?? ''
      return text === '' ? [] : [[name, text]]
    })
  return { ...Object.fromEntries(texts), ...(outcome && { outcome }) }
}

export function isFiltered(filter: Filter): boolean {
  return Object.keys(filter).length > 0
}

/** An address in the page that keeps the filter. */
export function link(path: string, filter: Filter, more: Readonly<Record<string, string | number>> = {}): string {
  const query = new URLSearchParams()
  for (const name of names) if (filter[name] !== undefined) query.set(name, filter[name])
  for (const [name, value] of Object.entries(more)) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}
