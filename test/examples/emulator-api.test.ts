// README's examples for the emulator's API, run against it.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import ts from 'typescript'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../cli/run.ts'
import { openApi } from '../emulator/api/api.ts'
import { isBrowserMissing, useBrowser } from '../help/browser.ts'
import { isMissing } from '../help/debian.ts'
import { snippet } from '../package/snippets.ts'

const runProgram = promisify(execFile)
const python = '/usr/bin/python3'

test.skipIf(isMissing('curl', 'curl', '--version'))('curl', async () => {
  const { page, send, get } = await openApi()
  await send({})
  const script = (await snippet('Its page and its HTTP API', 0)).replace(/^ses=.*$/m, `ses=${page.api}`)
  const [commands = '', reset = ''] = script.split(/^(?=curl -X POST)/m)
  const { stdout } = await runProgram('sh', ['-ec', commands.replaceAll('curl ', 'curl -sS --fail ')])
  expect(stdout).toContain('"subject":"Hi"')
  expect(await get('/faults')).toMatchObject({ faults: [{ error: 'RequestLimitExceeded.SmtpRateLimit' }] })
  expect(await get('/limits')).toMatchObject({ rateLimit: { perSecond: 5 } })
  await runProgram('sh', ['-ec', `ses=${page.api}\n${reset.replace('curl ', 'curl -sS --fail ')}`])
  expect(await get('/mails')).toMatchObject({ total: 0 })
})

test.skipIf(isMissing('python3-pytest', python, '-m', 'pytest', '--version'))('pytest', async () => {
  const { ses, page } = await openApi()
  const folder = await mkdtemp(join(tmpdir(), 'ses-pytest-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { auth, port, tls } = ses.transport
  await writeFile(join(folder, 'ca.pem'), tls.ca)
  const shop = `
import smtplib, ssl

ses = "${page.api}"

def place_order(customer):
    with smtplib.SMTP_SSL("localhost", ${port}, context=ssl.create_default_context(cafile="ca.pem")) as gateway:
        gateway.login("${auth.user}", "${auth.pass}")
        gateway.sendmail("${auth.user}", [customer], f"From: Shop <${auth.user}>\\r\\nTo: {customer}\\r\\nSubject: Your order\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n\\r\\nThank you")
`
  await writeFile(join(folder, 'test_shop.py'), `${shop}\n${await snippet('Its page and its HTTP API', 2)}`)
  const pytest = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test_shop.py']
  const { stdout } = await runProgram(python, pytest, { cwd: folder }).catch((error) => error)
  expect(stdout).toContain('1 passed')
})

describe.skipIf(isBrowserMissing)('in Chromium', () => {
  const browse = useBrowser()

  test('Playwright', async () => {
    const { ses, page: served } = await openApi()
    const shop = await startShop(async (to) => {
      const { auth } = ses.transport
      const html = `<p><a href="${shop}/confirm">Confirm</a></p>`
      await createTransport({ ...ses.transport, secure: true }).sendMail({
        ...{ from: auth.user, to, subject: 'Confirm', html, encoding: 'base64', textEncoding: 'base64' },
      })
    })
    const page = await browse(shop, { baseURL: shop })

    const { transpileModule, ScriptTarget } = ts
    const { outputText } = transpileModule(await snippet('Its page and its HTTP API', 1), {
      compilerOptions: { target: ScriptTarget.ES2022 },
    })
    const ran: Promise<void>[] = []
    const playwright = (_: string, body: (fixtures: { page: Page; request: unknown }) => Promise<void>) =>
      void ran.push(body({ page, request: page.request }))
    const expectPage = (locator: { waitFor(): Promise<void> }) => ({ toBeVisible: () => locator.waitFor() })
    runInNewContext(outputText, { test: playwright, expect: expectPage, ses: served.api })
    await Promise.all(ran)
    expect(page.url()).toBe(`${shop}/confirm`)
  })
})

test('the container: what it starts answers by its name', async () => {
  const [, command = '[]'] = /^CMD (.*)$/m.exec(await snippet('Its page and its HTTP API', 3)) ?? []
  const [, ...args] = JSON.parse(command) as readonly string[]
  const cli = run(...args, '--port', '0', '--web-port', '0')
  onTestFinished(() => void cli.child.kill('SIGKILL'))
  const printed = await cli.printed('Ctrl+C ends it.')
  const url = /Its page: (\S+)/.exec(printed)?.[1] ?? ''
  const port = Number(/port: (\d+)/.exec(printed)?.[1])
  const ca = await (await fetch(`${url}certificate.pem`)).text()
  const auth = { user: 'noreply@mail.example.com', pass: 'Emulated4Tests' }
  await createTransport({ host: '127.0.0.1', port, auth, tls: { ca, servername: 'ses' }, secure: true }).verify()
})

/** A shop with a form that signs somebody up. */
async function startShop(signUp: (address: string) => Promise<void>): Promise<string> {
  const form = '<form action="/signed-up"><label>E-mail <input name="to"></label><button>Sign up</button></form>'
  const server = createServer(async ({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://shop')
    if (pathname === '/signed-up') await signUp(searchParams.get('to') ?? '')
    response.setHeader('Content-Type', 'text/html')
    response.end(pathname === '/confirm' ? '<p>Thank you</p>' : form)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
