// Tested by test/emulator/page/safety.test.ts.

import type { LedgerEntry } from '../records.ts'
import { htmlFrame } from './html-frame.ts'
import { type Content, readField, readHeader, readSummary } from './mail.ts'
import { html, type Markup } from './markup.ts'
import { fileSize } from './printable.ts'
import { verdict } from './verdict.ts'

export const views = ['html', 'text', 'headers', 'source'] as const
export type View = (typeof views)[number]

export interface OpenMail {
  /** Its place in the ledger, from 1. */
  readonly number: number
  readonly entry: LedgerEntry
  readonly content: Content
  readonly view: View
  readonly remoteImages: boolean
}

/** Nobody reads more of a source than this, but searches in the downloaded file. */
const maxSource = 200_000

const viewNames = { html: 'HTML', text: 'Text', headers: 'Headers', source: 'Source' } as const

/** A mail, opened. */
export function mailView(mail: OpenMail): Markup {
  const { entry, content, number } = mail
  return html`<article class="mail">
<h1 dir="auto">${readSummary(entry).subject}</h1>
${verdict(entry)}
<dl>
${addresses(entry)}
<dt>When</dt><dd><time datetime="${new Date(entry.at).toISOString()}">${new Date(entry.at).toString().replace(/ \(.*/, '')}</time>, ${fileSize(entry.raw.length)}</dd>
</dl>
${content.attachments.length > 0 && attachments(content, number)}
<nav class="views" aria-label="Views">${views.filter((view) => has(content, view)).map((view) => tab(mail, view))}</nav>
${renderView(mail)}
</article>`
}

/** The view that a mail is opened in. */
export function firstView(content: Content): View {
  if (content.html !== undefined) return 'html'
  return content.text === undefined ? 'source' : 'text'
}

function addresses(entry: LedgerEntry): Markup {
  const { from, to } = entry.envelope
  const fields = ['from', 'to', 'cc', 'reply-to'].flatMap((name) => {
    const value = readField(entry, name)
    return value === undefined ? [] : line(fieldNames[name] ?? name, value)
  })
  return html`${fields}${line('Envelope', `${from} to ${to.join(', ')}`)}`
}

const fieldNames: Readonly<Record<string, string>> = { from: 'From', to: 'To', cc: 'Cc', 'reply-to': 'Reply to' }

function line(name: string, value: string): Markup {
  return html`<dt>${name}</dt><dd dir="auto">${value}</dd>`
}

function attachments({ attachments }: Content, number: number): Markup {
  const items = attachments.map(
    (file, index) =>
      html`<li><a href="/mails/${number}/attachments/${index + 1}" download><span dir="auto">${file.name || 'no name'}</span> <small>${fileSize(file.content.length)}</small></a></li>`,
  )
  return html`<ul class="attachments" aria-label="Attachments">${items}</ul>`
}

function has(content: Content, view: View): boolean {
  return view === 'headers' || view === 'source' || content[view] !== undefined
}

function tab({ number, view: open }: OpenMail, view: View): Markup {
  return html`<a href="/mails/${number}/${view}"${view === open && html` aria-current="page"`}>${viewNames[view]}</a>`
}

function renderView(mail: OpenMail): Markup {
  switch (mail.view) {
    case 'html':
      return htmlFrame(mail.content.html ?? '', mail.number, mail.remoteImages)
    case 'text':
      return html`<pre class="text" dir="auto">${mail.content.text}</pre>`
    case 'headers':
      return html`<table class="headers">${readHeader(mail.entry).map(headerRow)}</table>`
    case 'source':
      return source(mail)
  }
}

function headerRow({ name, value }: { name: string; value: string }): Markup {
  return html`<tr><th scope="row">${name}</th><td dir="auto">${value}</td></tr>`
}

function source({ entry: { raw }, number }: OpenMail): Markup {
  return html`<p class="note"><a href="/mails/${number}/message.eml" download>Download</a>${
    raw.length > maxSource && `. Here are the first ${fileSize(maxSource)} of it.`
  }</p>
<pre class="source">${raw.subarray(0, maxSource).toString('utf8')}</pre>`
}
