// Tested by test/emulator/page/safety.test.ts.

import type { Emulator } from '../emulator.ts'
import { type Answer, asset, download, page } from './answer.ts'
import { layout } from './layout.ts'
import { readContent } from './mail.ts'
import { createMailList } from './mail-list.ts'
import { firstView, mailView, type View, views } from './mail-view.ts'
import { html } from './markup.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { certificateName } from './transport-snippet.ts'
import { welcome } from './welcome.ts'

/**
 * Answers a request for a path of the page. What can be asked for is in the emulator's memory, by number; nothing is read
 * from a file.
 */
export function createRoutes(emulator: Emulator): (path: string, query: URLSearchParams) => Promise<Answer> {
  const mailList = createMailList()

  return async (path, query) => {
    switch (path) {
      case '/':
        return page(layout('SES emulator', mailList(emulator.ledger), welcome(emulator.transport)))
      case '/list':
        return page(mailList(emulator.ledger, Number(query.get('open')) || undefined))
      case '/page.css':
        return asset('text/css', style)
      case '/page.js':
        return asset('text/javascript', script)
      case '/certificate.pem':
        return download(certificateName, emulator.transport.tls.ca, 'application/x-pem-file')
    }
    const [, number, rest] = /^\/mails\/(\d{1,9})(?:\/(.+))?$/.exec(path) ?? []
    return number === undefined ? missing() : mail(Number(number), rest, query)
  }

  async function mail(number: number, rest: string | undefined, query: URLSearchParams): Promise<Answer> {
    const entry = emulator.ledger[number - 1]
    if (entry === undefined) return missing()
    if (rest === 'message.eml') return download(`mail-${number}.eml`, entry.raw)

    const content = await readContent(entry)
    const [, index] = /^attachments\/(\d{1,5})$/.exec(rest ?? '') ?? []
    const file = content.attachments[Number(index) - 1]
    if (file !== undefined) return download(file.name, file.content)

    const view = rest === undefined ? firstView(content) : views.find((each) => each === rest)
    if (view === undefined) return missing()
    const remoteImages = query.get('images') === 'remote'
    const shown = mailView({ number, entry, content, view, remoteImages })
    return page(layout(`Mail ${number} · SES emulator`, mailList(emulator.ledger, number), shown), allowances(view))

    function allowances(view: View) {
      return { inlineStyle: view === 'html', remoteImages: view === 'html' && remoteImages }
    }
  }

  function missing(): Answer {
    const nothing = html`<article class="welcome"><h1>There is no such mail</h1><p>The emulator may have been started anew since.</p></article>`
    return { ...page(layout('SES emulator', mailList(emulator.ledger), nothing)), status: 404 }
  }
}
