// Tested by test/emulator/page/page.test.ts.

import { html, type Markup } from './markup.ts'

/** A whole page: the list of mails beside what was opened. */
export function layout(title: string, list: Markup, content: Markup): Markup {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header class="top"><a href="/">Tencent Cloud SES <span>emulator</span></a><p>No mail leaves this machine.</p></header>
${list}
<main>
${content}
</main>
</body>
</html>
`
}
