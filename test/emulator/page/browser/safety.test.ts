// A mail is somebody else's HTML, and other sites are open in the same browser.

import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isBrowserMissing, useBrowser } from '../../../help/browser.ts'
import { mail } from '../../client.ts'
import { open } from '../open.ts'

/** A stranger's server, which counts who connects. */
async function startTracker() {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.on('error', () => {}).destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
}

const hostile = (tracker: string) => `
<meta http-equiv="refresh" content="0;url=${tracker}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<base href="${tracker}/base/">
<link rel="preconnect" href="${tracker}"><link rel="dns-prefetch" href="${tracker}"><link rel="preload" as="image" href="${tracker}/preload">
<link rel="prefetch" href="${tracker}/prefetch"><link rel="stylesheet" href="${tracker}/css"><link rel="icon" href="${tracker}/icon"><link rel="modulepreload" href="${tracker}/m.js">
<style>@import url(${tracker}/import); @font-face { font-family: x; src: url(${tracker}/font) } body { background: url(${tracker}/background); font-family: x }</style>
<script>window.top.document.title = 'broken'; fetch('${tracker}/script')</script>
<script src="${tracker}/script.js"></script>
<img src="${tracker}/img" onerror="top.document.title='broken'"><img srcset="${tracker}/srcset 1x"><picture><source srcset="${tracker}/source"><img></picture>
<video poster="${tracker}/poster" src="${tracker}/video" autoplay></video><audio src="${tracker}/audio" autoplay></audio><object data="${tracker}/object"></object><embed src="${tracker}/embed">
<LINK/rel=preconnect href="${tracker}"><IFRAME/src="${tracker}/slash"></IFRAME><iframe ="&lt;iframe src=${tracker}&gt;"></iframe>
<svg><foreignObject><iframe src="${tracker}/svg-frame"></iframe></foreignObject></svg><iframe src="${tracker}/frame"></iframe><iframe srcdoc="<script>top.document.title='broken'</script><img src='${tracker}/srcdoc'>"></iframe>
<svg><image href="${tracker}/svg"/><use href="${tracker}/use#x"/><animate onbegin="top.document.title='broken'"/></svg>
<form id="f" action="${tracker}/form" method="post"><input name="a" autofocus onfocus="top.document.title='broken'"><button>Send</button></form>
<a href="javascript:top.document.title='broken'">script</a> <a id="own" target="_top" href="/api/mails">leave</a> <a ping="${tracker}/ping" href="#x">ping</a>
`

describe.skipIf(isBrowserMissing)('in Chromium', () => {
  const browse = useBrowser()

  test.each(['mails/1', 'api/mails/1/html'])('HTML of a mail runs nothing and loads nothing at %s', async (path) => {
    const tracker = await startTracker()
    const { page: served, sendRaw, ses } = await open()
    await sendRaw(mail({}, hostile(tracker.url)))
    expect(ses.ledger[0]?.outcome).toBe('accepted')
    const page = await browse(served.url)
    const asked: string[] = []
    page.context().on('request', (request) => asked.push(request.url()))

    await page.goto(served.url + path)
    const frame = path.startsWith('api') ? page.mainFrame() : page.frames()[1]
    await frame?.waitForSelector('#f')
    await frame?.click('#f button').catch(() => {})
    await sleep(500) // what loads late: nothing else tells that nothing comes
    expect(page.url()).toBe(served.url + path)
    expect(await page.title()).not.toBe('broken')
    const answered = asked.filter((url) => !url.startsWith(served.url) && !url.startsWith('data:'))
    expect(tracker.connections(), answered.join()).toBe(0)
  })

  test('images from the web are loaded when they are asked for, and nothing else is', async () => {
    const tracker = await startTracker()
    const { page: served, sendRaw } = await open()
    await sendRaw(mail({}, `<img src="${tracker.url}/img"><script src="${tracker.url}/js"></script>`))
    const page = await browse(`${served.url}mails/1`)
    const loading = page.waitForRequest(`${tracker.url}/img`)
    await page.getByRole('link', { name: 'Load them' }).click()
    await loading
    await page.getByRole('link', { name: 'Hide them' }).waitFor()
  })

  test("another site's page can neither read nor change anything", async () => {
    const { page: served, send, ses } = await open()
    await send({})
    const site = createHttpServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end('<title>evil</title>')
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    onTestFinished(() => void site.close())
    const page = await browse(`http://localhost:${(site.address() as AddressInfo).port}/`)

    const tries = await page.evaluate<readonly string[]>(`(async () => {
      const url = '${served.url}'
      const attempt = (path, options) => fetch(url + path, options).then((reply) => reply.type, () => 'failed')
      return [
        await attempt('api/mails', {}),
        await attempt('api/mails', { method: 'DELETE' }),
        await attempt('api/reset', { method: 'POST', mode: 'no-cors' }),
        await attempt('api/faults', { method: 'PUT', body: '{"faults":[]}', headers: { 'content-type': 'application/json' } }),
        await new Promise((resolve) => {
          const image = new Image()
          image.onload = () => resolve('loaded')
          image.onerror = () => resolve('failed')
          image.src = url + 'certificate.pem'
        }),
      ]
    })()`)
    expect(tries).toEqual(['failed', 'failed', 'failed', 'failed', 'failed'])
    expect(ses.ledger).toHaveLength(1)

    // A form is another way to post, and a frame another way to look.
    await page.evaluate(`
      document.body.innerHTML = '<form method="post" action="${served.url}api/reset"></form><iframe src="${served.url}"></iframe>'
      document.forms[0].submit()
    `)
    await page.waitForURL(`${served.url}api/reset`)
    expect(await page.locator('body').textContent()).toContain("Another site's page may not ask.")
    expect(ses.ledger).toHaveLength(1)
  })
})
