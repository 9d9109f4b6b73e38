import { expect, test } from 'vitest'
import { mail, mailWithFiles } from '../client.ts'
import { open } from './open.ts'

const hostile = `</script></textarea></title>"><script>alert(1)</script><img src=x onerror='alert(1)'>`

test('what a mail says is never markup of the page', async () => {
  const { ask, sendRaw } = await open()
  const encoded = `=?UTF-8?B?${Buffer.from(hostile).toString('base64')}?=`
  const files = mailWithFiles({
    'Content-Disposition': `attachment; filename="${encoded}"`,
    'Content-Type': 'text/html; charset=UTF-8',
  })
  await sendRaw(
    files.replace('Subject: Hi', `Subject: ${encoded}\nReply-To: ${encoded} <a@example.org>\nX-<b>: ${encoded}`),
  )
  await sendRaw(mail({ 'Content-Type': 'text/plain; charset=UTF-8' }, hostile))
  await sendRaw(mail({ 'Message-ID': hostile }, hostile))

  for (const path of [
    '/',
    '/mails/1',
    '/mails/1/headers',
    '/mails/1/source',
    '/mails/2',
    '/mails/3',
    '/mails/3/source',
  ]) {
    const { status, body } = await ask(path)
    expect(status).toBe(200)
    expect(body.match(/<script/g)).toHaveLength(1) // the page's own
    expect(body).not.toMatch(/<img|<b>|alert\('/)
  }
  expect((await ask('/mails/1')).body).toContain('&#60;/script&#62;&#60;/textarea&#62;')
})

test('HTML of a mail is in a frame that may run nothing and load nothing', async () => {
  const { ask, sendRaw } = await open()
  await sendRaw(mail({}, `<p title="it's">&amp;</p>" onload="alert(1)"><img src="https://tracker.example/p.png">`))
  const { body } = await ask('/mails/1')

  const [, attributes = ''] = /<iframe ([^>]*)><\/iframe>/.exec(body) ?? []
  expect(attributes).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
  expect(attributes).toContain('src="/mails/1/frame"')
  expect(body).toContain('Images from the web are not loaded')
  const frame = await ask('/mails/1/frame')
  expect(frame.body).toBe(
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><base target="_blank"><p title="it's">&amp;</p>" onload="alert(1)"><img src="https://tracker.example/p.png">\r\n`,
  )
  expect(frame.headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    'x-frame-options': 'SAMEORIGIN',
    'x-dns-prefetch-control': 'off',
    'referrer-policy': 'no-referrer',
  })

  expect((await ask('/mails/1/html?images=remote')).body).toContain('src="/mails/1/frame?images=remote"')
  const loaded = await ask('/mails/1/frame?images=remote')
  expect(loaded.headers['content-security-policy']).toContain(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:;",
  )
})

test.each([
  '/',
  '/mails/1/text',
  '/mails/9',
  '/page.js',
  '/certificate.pem',
  '/mails/1/message.eml',
  '/api/mails',
  '/api/nothing',
  '/timeline',
  '/mails/1/session',
])('%s has a strict policy', async (path) => {
  const { ask, send } = await open()
  await send({})
  const { headers } = await ask(path)
  expect(headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  expect(headers).not.toHaveProperty('access-control-allow-origin')
})

test('an attachment is downloaded as bytes, whatever it is', async () => {
  const { ask, sendRaw } = await open()
  await sendRaw(
    mailWithFiles(
      { 'Content-Type': 'text/html', 'Content-Disposition': 'attachment; filename="page.html"', body: 'PGI+aGk8L2I+' },
      { 'Content-Disposition': `attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8%22%0d%0aX-Evil:%201%E2%80%AE.pdf` },
      { 'Content-Disposition': 'attachment; filename="../../etc/passwd"' },
    ),
  )

  const page = await ask('/mails/1/attachments/1')
  expect(page).toMatchObject({ status: 200, body: '<b>hi</b>' })
  expect(page.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    'x-content-type-options': 'nosniff',
  })
  const invoice = await ask('/mails/1/attachments/2')
  expect(invoice.headers['content-disposition']).toBe(
    `attachment; filename="___ X-Evil: 1.pdf"; filename*=UTF-8''%E5%8F%91%E7%A5%A8%22%20X-Evil%3A%201.pdf`,
  )
  expect(invoice.headers).not.toHaveProperty('x-evil')
  expect((await ask('/mails/1/attachments/3')).headers['content-disposition']).toContain('filename=".._.._etc_passwd"')
})

test.each([
  '/../package.json',
  '/..%2f..%2fpackage.json',
  '//etc/passwd',
  '/mails/../../package.json',
  '/mails/0',
  '/mails/2',
  '/mails/-1',
  '/mails/1/nothing',
  '/mails/1/attachments/0',
  '/mails/1/attachments/1',
  '/mails/__proto__',
  '/favicon.ico',
])('%s is not there', async (path) => {
  const { ask, send } = await open()
  await send({})
  expect((await ask(path)).status).toBe(404)
})

test.each([
  ['127.0.0.1:4651', 200],
  ['localhost:4651', 200],
  ['LOCALHOST', 200],
  ['[::1]:4651', 200],
  ['192.168.1.20:8080', 200],
  ['evil.example', 403],
  ['evil.example:4651', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example', 403],
  ['evil.example:80:127.0.0.1', 403],
])('asked as "%s": %i', async (host, status) => {
  const { ask } = await open()
  for (const path of ['/', '/api/mails', '/certificate.pem', ...(status === 200 ? [] : ['/api/events'])]) {
    expect((await ask(path, { host })).status).toBe(status)
  }
})

test('HEAD has no body', async () => {
  const { page } = await open()
  const head = await fetch(page.url, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(404)
})

test('it listens on the loopback alone', async () => {
  const { page, ses } = await open()
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  expect(ses.host).toBe('127.0.0.1')
})
