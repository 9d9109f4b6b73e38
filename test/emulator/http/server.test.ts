import { request as httpRequest } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../../lib/emulator/index.ts'
import { open } from '../page/open.ts'

test('the page and the API are there if they are asked for', async () => {
  const { ses, page } = await open()
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  expect(page.api).toBe(`${page.url}api`)
  await ses.close()
  await expect(fetch(page.url)).rejects.toThrow('fetch failed')

  const other = await startEmulator()
  onTestFinished(() => other.close())
  expect(() => other.page).toThrow('The emulator was started without the option `page`')
})

test.each([
  [{ page: { portt: 1 } }, 'Unknown option `page.portt`: did you mean `page.port`?'],
  [{ page: { port: -1 } }, 'Expected `page.port` to be a whole number from 0 to 65535, got `-1` (number)'],
  [{ page: { preview: 'x' } }, 'Expected `page.preview` to be a function'],
  [{ names: 'ses' }, 'Expected `names` to be a list of host names'],
  [{ names: ['a b'] }, 'Expected `names` to be a list of host names'],
])('%j is refused', async (options, message) =>
  expect(startEmulator(options as unknown as EmulatorOptions)).rejects.toThrow(message),
)

test('where the page cannot listen, nothing does', async () => {
  const { page } = await open()
  const port = Number(new URL(page.url).port)
  await expect(startEmulator({ page: { port } })).rejects.toThrow('EADDRINUSE')
})

/** A request as a browser makes it for another site's page, or a program makes it. */
function ask(url: string, method: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
    request.end(body)
  })
}

test.each([
  [
    'a link here',
    'GET',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    200,
  ],
  ['an address typed in', 'GET', { 'sec-fetch-site': 'none' }, 200],
  ['the page itself', 'DELETE', { 'sec-fetch-site': 'same-origin' }, 200],
  ['a program', 'DELETE', {}, 200],
  ["another site's image", 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  [
    "another site's frame",
    'GET',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    403,
  ],
  ["another port's page", 'GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
  [
    "another site's form",
    'POST',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    403,
  ],
  ["another site's script in an old browser", 'DELETE', { origin: 'https://evil.example' }, 403],
  ["a sandboxed mail's", 'DELETE', { origin: 'null' }, 403],
  ['an unknown method', 'TRACE', {}, 405],
  ['a preflight', 'OPTIONS', {}, 405],
])('%s, %s: %j is answered with %i', async (_, method, headers, status) => {
  const { page } = await open()
  expect(await ask(`${page.api}/mails`, method, headers as Record<string, string>)).toBe(
    method === 'POST' && status === 200 ? 404 : status,
  )
})

test('its own origin may post', async () => {
  const { page } = await open()
  expect(await ask(`${page.api}/mails`, 'DELETE', { origin: new URL(page.url).origin })).toBe(200)
})

test.each([
  ['text/plain', '{"faults":[]}', 415],
  ['application/x-www-form-urlencoded', 'faults=1', 415],
  ['application/jsonp', '{}', 415],
  ['application/json; charset=utf-8', '{"faults":[]}', 200],
  ['application/json', '{"faults"', 400],
  ['application/json', `{"faults":[],"x":"${'x'.repeat(1_100_000)}"}`, 413],
])('a body of %s', async (type, body, status) => {
  const { page } = await open()
  expect(await ask(`${page.api}/faults`, 'PUT', { 'content-type': type }, body)).toBe(status)
})

test('it answers to the names that it was given', async () => {
  const { ask } = await open({ names: ['ses', 'mail.test'] })
  expect((await ask('/', { host: 'SES:4651' })).status).toBe(200)
  expect((await ask('/', { host: 'mail.test' })).status).toBe(200)
  expect((await ask('/', { host: 'other' })).status).toBe(403)
})
