// Tested by test/emulator/page/safety.test.ts.

import { html, type Markup } from './markup.ts'
import { mailPolicy } from './security.ts'

/**
 * The HTML of a mail, in a frame of another origin, without scripts, forms or plugins, and with a policy that loads nothing.
 * Its links open in a new tab, which is a page like any other.
 */
export function htmlFrame(body: string, number: number, remoteImages: boolean): Markup {
  return html`${REMOTE.test(body) && imagesNote(number, remoteImages)}
<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" srcdoc="${frameDocument(body, remoteImages)}"></iframe>`
}

/** What would load something from the web, roughly: it is for a note, and the policy is what holds it off. */
const REMOTE = /(?:(?:src|srcset|background)\s*=|url\()[\s"']*(?:https?:)?\/\//i

/** The policy stands before the mail's own markup, so that the mail cannot undo it. */
function frameDocument(body: string, remoteImages: boolean): string {
  const head = html`<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${mailPolicy({ remoteImages })}"><meta name="referrer" content="no-referrer"><base target="_blank">`
  return `${head.markup}${body}`
}

function imagesNote(number: number, remoteImages: boolean): Markup {
  return remoteImages
    ? html`<p class="note">Images from the web are shown. <a href="/mails/${number}/html">Hide them</a></p>`
    : html`<p class="note">Images from the web are not loaded. <a href="/mails/${number}/html?images=remote">Load them</a></p>`
}
