// Tested by test/emulator/page/safety.test.ts.

import { findBrokenRows } from '../mailbox/broken.ts'
import { type Content, readContent, readField, readHeader } from '../mailbox/mail.ts'
import type { Mail } from '../mailbox/mailbox.ts'
import { readSession } from '../mailbox/session.ts'
import type { LedgerEntry } from '../records.ts'
import type { Look, PageContext } from './context.ts'
import { htmlView, type Width, widths } from './html-view.ts'
import { link } from './links.ts'
import { html, type Markup } from './markup.ts'
import { previewView } from './preview-view.ts'
import { sessionView } from './session-view.ts'
import { sourceView } from './source-view.ts'
import { visible } from './text.ts'
import { verdict } from './verdict.ts'
import type { Words } from './words/en.ts'

const views = ['html', 'text', 'headers', 'source', 'session', 'preview'] as const
type View = (typeof views)[number]

/** A mail, opened in a view, by default the one that a person wants first; `undefined` if it has no such view. */
export async function mailView(
  mail: Mail,
  context: PageContext,
  look: Look,
  asked: string | undefined,
  query: URLSearchParams,
): Promise<Markup | undefined> {
  const { id, entry, summary } = mail
  const { words, filter } = look
  const content = entry.kind === 'message' ? await readContent(entry) : nothing
  const offered = views.filter((view) => isOffered(view, content, entry, context))
  const view = asked === undefined ? offered[0] : offered.find((each) => each === asked)
  if (view === undefined) return undefined

  const broken = findBrokenRows(entry, context.settings())
  const tab = (each: View) =>
    html`<a href="${link(`/mails/${id}/${each}`, filter)}"${each === view && html` aria-current="page"`}>${words.views[each]}</a>`
  return html`<article class="mail">
<div class="title"><h1 dir="auto">${summary.subject === '' ? words.noSubject : visible(summary.subject)}</h1>
<p class="actions">${entry.kind === 'message' && html`<a class="button" href="/mails/${id}/message.eml" download>${words.download}</a>`}
<button type="button" data-delete="/api/mails/${id}" hidden>${words.delete}</button></p></div>
${verdict(entry, broken, link(`/mails/${id}/source`, filter), words)}
<dl>${fields(entry, words)}</dl>
${content.attachments.length > 0 && attachments(content, id, words)}
<nav class="views" aria-label="${words.viewsLabel}">${offered.map(tab)}</nav>
${await renderView()}
</article>`

  async function renderView(): Promise<Markup> {
    switch (view) {
      case 'html':
        return htmlView(frameSettings(content.html ?? ''), words)
      case 'headers':
        return html`<table class="headers"><tbody>${readHeader(entry).map(headerRow)}</tbody></table>`
      case 'source':
        return sourceView(entry.raw, broken, words)
      case 'session': {
        const session = readSession(context.control, context.mailbox, entry.connection)
        return session ? sessionView(session, users(context), words) : html``
      }
      case 'preview':
        return context.preview ? previewView(entry.raw, context.preview, words) : html``
      default:
        return html`<pre class="text" dir="auto">${visible(content.text ?? '')}</pre>`
    }
  }

  function frameSettings(body: string) {
    const width = (Object.keys(widths) as Width[]).find((each) => each === query.get('width')) ?? 'full'
    const remoteImages = query.get('images') === 'remote'
    const address = (width: Width, remoteImages: boolean) =>
      link(`/mails/${id}/html`, filter, {
        ...(width !== 'full' && { width }),
        ...(remoteImages && { images: 'remote' }),
      })
    return { body, id, width, remoteImages, link: address }
  }
}

/** Addresses that may log in. */
function users({ settings }: PageContext): readonly string[] {
  return settings().accounts.map(({ user }) => user)
}

/** A login or a connection has none. */
const nothing: Content = { text: undefined, html: undefined, attachments: [] }

function isOffered(view: View, { html, text }: Content, { kind }: LedgerEntry, { preview }: PageContext): boolean {
  if (kind !== 'message') return view === 'session'
  if (view === 'html') return html !== undefined
  if (view === 'text') return text !== undefined
  return view !== 'preview' || preview !== undefined
}

function fields(entry: LedgerEntry, words: Words): readonly Markup[] {
  const { kind, envelope, raw, at } = entry
  const time = html`<time datetime="${new Date(at).toISOString()}">${localTime(at, words)}</time>`
  if (kind === 'connection') return [line(words.when, time)]
  if (kind === 'login') return [line(words.login, visible(envelope.from)), line(words.when, time)]

  const named = { from: words.from, to: words.toField, cc: words.cc, 'reply-to': words.replyTo }
  return [
    ...Object.entries(named).flatMap(([field, name]) => {
      const value = readField(entry, field)
      return value === undefined ? [] : [line(name, visible(value))]
    }),
    line(words.envelope, visible(words.envelopeOf(envelope.from, envelope.to.join(', ')))),
    line(words.when, html`${time}, ${words.size(raw.length)}`),
  ]
}

function localTime(milliseconds: number, { tag }: Words): string {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', hour12: false })
  return format.format(milliseconds)
}

function line(name: string, value: Markup): Markup {
  return html`<dt>${name}</dt><dd dir="auto">${value}</dd>`
}

function attachments({ attachments }: Content, id: number, words: Words): Markup {
  const items = attachments.map(
    ({ name, content }, index) =>
      html`<li><a href="/mails/${id}/attachments/${index + 1}" download><span dir="auto">${visible(name || words.noName)}</span> <small>${words.size(content.length)}</small></a></li>`,
  )
  return html`<ul class="attachments" aria-label="${words.files}">${items}</ul>`
}

function headerRow({ name, value }: { name: string; value: string }): Markup {
  return html`<tr><th scope="row">${visible(name)}</th><td dir="auto">${visible(value)}</td></tr>`
}
