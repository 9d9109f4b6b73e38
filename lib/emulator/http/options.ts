// Tested by test/emulator/http/server.test.ts.

import { callback, checkOptions, wholeNumber } from '../option-checks.ts'

/** The page in a browser, and the HTTP API, at the emulator's `host`. Whoever reaches them can read the mails. */
export interface PageOptions {
  /** Port; 0 takes a free one. @default 0 */
  readonly port?: number
  /**
   * What a message would become on its way, such as `(raw) => previewMail({ raw })`: the page shows it beside the message.
   * If it rejects, the page shows why.
   * @default none
   */
  readonly preview?: (raw: Buffer) => Promise<PagePreview>
}

/** What `previewMail` gives, as far as the page shows it. */
export interface PagePreview {
  /** The bytes of what would be sent; the page shows the first. */
  readonly messages: readonly Buffer[]
  readonly letters: readonly unknown[]
  readonly changes: readonly PageChange[]
}

export interface PageChange {
  readonly message: string
  /** `none`, or what a reader may miss. */
  readonly loss: string
}

export interface PageSettings {
  readonly port: number
  readonly preview: PageOptions['preview']
}

export function resolvePage(given: PageOptions | boolean | undefined): PageSettings | undefined {
  if (given === undefined || given === false) return undefined
  const options = given === true ? {} : given
  checkOptions<PageOptions>('page', options, { port: wholeNumber(0, 65_535), preview: callback })
  return { port: options.port ?? 0, preview: options.preview }
}
