import type { Control } from '../control.ts'
import type { PageOptions } from '../http/options.ts'
import type { Filter } from '../mailbox/filter.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { Settings } from '../settings.ts'
import type { Words } from './words/en.ts'

/** What the page is made of. */
export interface PageContext {
  readonly control: Control
  readonly settings: () => Settings
  readonly mailbox: Mailbox
  readonly preview: PageOptions['preview']
}

/** How somebody looks at it. */
export interface Look {
  readonly words: Words
  /** What the list is filtered by. */
  readonly filter: Filter
}
