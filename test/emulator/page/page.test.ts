import { expect, test } from 'vitest'
import { open } from './open.ts'

test('before any mail, the page tells how to send one', async () => {
  const { ask, ses } = await open()
  const { status, headers, body } = await ask('/')
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(body).toContain('No mails yet')
  expect(body).toContain(`port: ${ses.port}`)
  expect((await ask('/page.css')).headers['content-type']).toBe('text/css; charset=utf-8')
  expect((await ask('/page.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
})

test('a mail that SES took is listed and shown', async () => {
  const { ask, send } = await open()
  await send({ subject: '你好', text: '文字', html: '<p>网页</p>', encoding: 'base64', textEncoding: 'base64' })

  const { body: home } = await ask('/')
  expect(home).toContain('1 mail<')
  expect(home).toContain('<span class="outcome accepted">accepted</span>')
  expect(home).toContain('>你好<')

  expect((await ask('/mails/1')).body).toContain('src="/mails/1/frame"')
  expect((await ask('/mails/1/frame')).body).toContain('<p>网页</p>')
  expect((await ask('/mails/1/text')).body).toContain('文字')
  expect((await ask('/mails/1/headers')).body).toMatch(/<th scope="row">subject<\/th><td dir="auto">你好</)
  expect((await ask('/mails/1/source')).body).toContain('Content-Type: multipart/alternative')
  const file = await ask('/mails/1/message.eml')
  expect(file.headers['content-disposition']).toContain('attachment; filename="mail-1.eml"')
})

test("a refused mail has the row that it broke in the page's words, and the gateway's reply", async () => {
  const { ask, send } = await open()
  await send({
    cc: 'bob@example.org',
    text: 'Café, as it was meant: 1 = 1, and a long line more of it, so that it is folded',
  })
  const { body } = await ask('/mails/1')
  expect(body).toContain('Refused')
  expect(body).toContain('<code>cc</code>')
  expect(body).toContain('<blockquote>Cc: Currently unsupported</blockquote>')
  expect(body).toContain('554 5.0.0 Error: transaction failed, blame it on the weather')
  expect(body).toContain('<dt>Cc</dt><dd dir="auto">bob@example.org</dd>')
  expect(body).toContain('Café, as it was meant: 1 = 1,')
  expect((await ask('/')).body).toContain('1 mail, 1 refused')
})

test('a mail whose sender was told nothing is neither accepted nor refused', async () => {
  const { ask, send } = await open({ faults: [{ at: 'reply', do: 'close' }] })
  await send({})
  const { body } = await ask('/mails/1')
  expect(body).toContain('Unknown to its sender, but SES took it')
  expect(body).toContain('The gateway’s reply: none')
})

test('a page has the subject in its title, and the script asks for its content alone', async () => {
  const { ask, send } = await open()
  await send({ subject: 'News' })
  const { body } = await ask('/mails/1')
  expect(body).toContain('<title>News · SES emulator</title>')
  expect(body).toContain('<a class="skip" href="#content">')
  expect(body).toContain('<li data-id="1"><a href="/mails/1" aria-current="page">')
  const content = (await ask('/mails/1?part=content')).body
  expect(content).toContain('<title>News')
  expect(content).not.toContain('id="mails"')
  expect((await ask('/list?open=1')).body).not.toContain('<main')
})

test.each([
  ['full', '', 'class="full"'],
  ['phone', '?width=phone', 'class="phone"'],
  ['what nobody has', '?width=x', 'class="full"'],
])('HTML is shown as wide as on %s', async (_, query, frame) => {
  const { ask, send } = await open()
  await send({ html: '<p>Hi</p>' })
  const { body } = await ask(`/mails/1/html${query}`)
  expect(body).toContain(`<iframe ${frame}`)
  expect(body).toContain('href="/mails/1/html?width=phone"')
})

test('the certificate is one to download', async () => {
  const { ask, ses } = await open()
  const { headers, body } = await ask('/certificate.pem')
  expect(body).toBe(ses.transport.tls.ca)
  expect(headers['content-disposition']).toContain('attachment; filename="ses-emulator.pem"')
})
