// Tested by test/emulator/page/page.test.ts.

import { html, type Markup } from './markup.ts'
import { printable } from './printable.ts'
import type { Words } from './words/en.ts'

export interface Layout {
  readonly title?: string
  readonly words: Words
  /** Which part stands first where there is room for one. */
  readonly shows: 'list' | 'content'
  readonly section: 'mails' | 'sessions' | 'timeline'
  readonly list: Markup
  readonly content: Markup
}

/** A whole page: the list of mails beside what was opened. */
export function layout({ title, words, shows, section, list, content }: Layout): Markup {
  const current = (name: Layout['section']) => name === section && html` aria-current="page"`
  return html`<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === undefined ? words.name : `${printable(title)} · ${words.name}`}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body class="shows-${shows}">
<a class="skip" href="#content">${words.skip}</a>
<header class="top">
<a class="name" href="/">${mark}<span>${words.name}</span></a>
<nav class="sections" aria-label="${words.name}"><a href="/"${current('mails')}>${words.mails}</a><a href="/sessions"${current('sessions')}>${words.sessions}</a><a href="/timeline"${current('timeline')}>${words.timeline}</a></nav>
<p>${words.promise}</p>
</header>
<main>
${list}
<section id="content" tabindex="-1" aria-label="${words.content}">
<a class="back" href="/">${words.back}</a>
${content}
</section>
</main>
</body>
</html>
`
}

const shape =
  '<path d="M2 4h12v8H2z" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M2 4l6 5 6-5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
const mark: Markup = { markup: `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shape}</svg>` }
const icon = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" color="#0b57c2">${shape}</svg>`)}`
