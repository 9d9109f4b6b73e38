// Tested by test/emulator/page/safety.test.ts.

import { holdTags } from '../mailbox/held-html.ts'
import { html, type Markup } from './markup.ts'
import type { Words } from './words/en.ts'

/** Widths of devices on which mails are read, in CSS pixels. */
export const widths = { full: undefined, tablet: 768, phone: 375 } as const
export type Width = keyof typeof widths

export interface HtmlView {
  readonly body: string
  readonly id: number
  readonly width: Width
  readonly remoteImages: boolean
  /** An address of this view with other settings. */
  readonly link: (width: Width, remoteImages: boolean) => string
}

/**
 * The HTML of a mail, in a frame of an origin of its own. Its answer has a policy under which nothing runs and nothing is
 * loaded, and this one's says that no frame shows anything from elsewhere.
 */
export function htmlView({ body, id, width, remoteImages, link }: HtmlView, words: Words): Markup {
  const names = { full: words.fullWidth, tablet: words.tablet, phone: words.phone }
  const choice = (each: Width) =>
    html`<a href="${link(each, remoteImages)}"${each === width && html` aria-current="true"`}>${names[each]}${widths[each] !== undefined && ` ${widths[each]}`}</a>`
  return html`<div class="note frame-bar"><span class="widths" role="group" aria-label="${words.widths}">${(Object.keys(widths) as Width[]).map(choice)}</span>
${namesRemoteImages(body) && html`<span>${remoteImages ? words.imagesShown : words.imagesHidden} <a href="${link(width, !remoteImages)}">${remoteImages ? words.hideImages : words.loadImages}</a></span>`}</div>
<iframe class="${width}" title="${words.htmlFrame}" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" src="/mails/${id}/frame${remoteImages && '?images=remote'}"></iframe>`
}

/** Whether it would load something from the web, roughly: this is for a note, and the policy is what holds it off. */
export function namesRemoteImages(body: string): boolean {
  return REMOTE.test(body)
}

const REMOTE = /(?:(?:src|srcset|background)\s*=|url\()[\s"']*(?:https?:)?\/\//i

/** The document in the frame: links open in a new tab. */
export function frameDocument(body: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><base target="_blank">${holdTags(body)}`
}
