// Tested by test/emulator/page/page.test.ts.

import type { EmulatorTransport } from '../control.ts'
import { html, type Markup } from './markup.ts'
import { certificateName, transportSnippet } from './transport-snippet.ts'
import type { Words } from './words/en.ts'

/** What is shown before a mail is opened: how to send one here. */
export function welcome(transport: EmulatorTransport, names: readonly string[], host: string, words: Words): Markup {
  return html`<article class="welcome">
<h1>${words.welcomeTitle}</h1>
<p>${words.welcome}</p>
<ol>
<li><p><a href="/certificate.pem" download="${certificateName}">${words.stepCertificate}</a> <code>${certificateName}</code>
${words.stepTrust}</p></li>
<li><p>${words.stepTransport}</p>
<pre class="code">${transportSnippet(transport, names)}</pre>
<p>${words.stepEnvironment}</p>
<pre class="code">NODE_EXTRA_CA_CERTS=${certificateName} node app.js</pre></li>
<li><p>${words.stepSend}</p></li>
</ol>
<p>${words.forPrograms} <a href="/api/openapi.json">/api/openapi.json</a></p>
<pre class="code">curl http://${host}/api/mails</pre>
<p class="note">${words.keys}</p>
</article>`
}
