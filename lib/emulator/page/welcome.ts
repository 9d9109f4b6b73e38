// Tested by test/emulator/page/page.test.ts.

import type { EmulatorTransport } from '../emulator.ts'
import { html, type Markup } from './markup.ts'
import { certificateName, transportSnippet } from './transport-snippet.ts'

/** What is shown before a mail is opened: how to send one here. */
export function welcome(transport: EmulatorTransport): Markup {
  return html`<article class="welcome">
<h1>Send a mail here</h1>
<p>Mails sent to this gateway are checked as Tencent Cloud SES's page describes it. Each appears in the list at once: those
that SES would take as a person would see them, those that it would refuse with the row that they broke.</p>
<ol>
<li><p><a href="/certificate.pem" download="${certificateName}">Download the certificate</a> as <code>${certificateName}</code>
and trust it in this one transport. Its key is public: trust it nowhere else.</p></li>
<li><p>Give this to your transport:</p>
<pre class="code">${transportSnippet(transport)}</pre></li>
<li><p>Send a mail. It is shown here, and goes nowhere.</p></li>
</ol>
</article>`
}
