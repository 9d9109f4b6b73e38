import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { mail, mailWithFiles } from '../client.ts'
import { openApi, subjectsIn } from './api.ts'

const base64 = { encoding: 'base64', textEncoding: 'base64' } as const

test('mails are listed, the newest first, the refused ones too', async () => {
  const { get, send } = await openApi()
  await send({ subject: 'one' })
  await send({ subject: '二', cc: 'bob@example.org' })

  const list = await get('/mails')
  expect(list).toMatchObject({ matching: 2, total: 2 })
  expect(list).not.toHaveProperty('next')
  expect(list['mails']).toMatchObject([
    {
      id: 2,
      outcome: 'refused',
      delivered: false,
      row: 'cc',
      words: 'Cc: Currently unsupported',
      reply: expect.stringContaining('554 5.0.0 Error: transaction failed'),
      subject: '二',
      from: 'Shop <noreply@mail.example.com>',
      envelope: { from: 'noreply@mail.example.com', to: ['ann@example.org', 'bob@example.org'] },
      account: 'noreply@mail.example.com',
    },
    { id: 1, outcome: 'accepted', delivered: true, subject: 'one', sesMessageId: expect.stringContaining('qcloudses') },
  ])
})

test('a login that was refused is there if it is asked for, and when a mail is waited for', async () => {
  const { call, get, ses } = await openApi()
  const waiting = call('GET', '/mails/wait?timeoutMs=300')
  const wrong = createTransport({ ...ses.transport, secure: true, auth: { user: 'x@example.com', pass: 'y' } })
  await wrong.verify().catch(() => {})
  expect(await get('/mails')).toMatchObject({ mails: [], matching: 0, total: 1 })
  const login = {
    id: 1,
    kind: 'login',
    row: 'login',
    hint: expect.stringContaining('Log in as noreply@mail.example.com'),
  }
  expect(await get('/mails?kind=any')).toMatchObject({ mails: [login] })
  expect(await waiting).toMatchObject({ status: 408, body: { others: [login] } })
  expect(await get('/mails/1')).toMatchObject({ broken: [{ row: 'login', source: 'connection' }] })
})

test.each([
  ['query=two', ['two']],
  ['query=FALCON', ['one']],
  ['query=bob%40', ['two']],
  ['query=Currently', ['two']],
  ['to=carol', ['three', 'one']],
  ['to=bob&to=', ['two']],
  ['from=shop', ['three', 'two', 'one']],
  ['from=ann', []],
  ['subject=t', ['three', 'two']],
  ['outcome=refused', ['two']],
  ['outcome=accepted&to=carol&query=one', ['one']],
  ['row=cc', ['two']],
])('%s finds %j', async (query, subjects) => {
  const { get, send } = await openApi()
  await send({ subject: 'one', to: 'carol@example.org', text: 'The falcon flies.', ...base64 })
  await send({ subject: 'two', cc: 'bob@example.org' })
  await send({ subject: 'three', to: ['carol@example.org', 'dan@example.org'] })
  expect(subjectsIn(await get(`/mails?${query}`))).toEqual(subjects)
})

test('a long list comes in pages that new mails do not shift', async () => {
  const { get, send, ses } = await openApi({ recipientLimit: false })
  for (let count = 1; count <= 5; count++) await send({ subject: String(count) })
  const first = await get('/mails?limit=2')
  expect(subjectsIn(first)).toEqual(['5', '4'])

  await send({ subject: '6' })
  const second = await get(`/mails?limit=2&before=${first['next']}`)
  expect(subjectsIn(second)).toEqual(['3', '2'])
  const last = await get(`/mails?limit=2&before=${second['next']}`)
  expect(subjectsIn(last)).toEqual(['1'])
  expect(last).not.toHaveProperty('next')
  expect(subjectsIn(await get('/mails?after=5'))).toEqual(['6'])
  expect(ses.ledger).toHaveLength(6)
})

test('one mail has what a person would see, and each row that it broke', async () => {
  const { get, call, sendRaw } = await openApi()
  await sendRaw(mailWithFiles({ 'Content-Disposition': 'inline; filename="a b.txt"' }))
  const { body } = await call('GET', '/mails/1')
  expect(body).toMatchObject({
    text: expect.stringContaining('Hi'),
    files: [{ name: 'a b.txt', type: 'application/octet-stream', bytes: 5, url: '/api/mails/1/files/1' }],
    broken: [
      {
        row: 'attachment-content-disposition',
        isAnswered: true,
        where: ['a b.txt with Content-Disposition: inline'],
        source: 'smtp-page',
        advice: expect.stringContaining('Content-Disposition: attachment'),
      },
      { row: 'attachment-name', isAnswered: false, where: ['a b.txt: a space in it'] },
    ],
  })
  expect(body['header']).toContainEqual({ name: 'subject', value: 'Hi' })

  const { text: source } = await get('/mails/1/source')
  const [{ lines }] = body['broken']
  expect(source.split('\r\n')[lines[0] - 1]).toBe('Content-Disposition: inline; filename="a b.txt"')
  expect(await get('/mails/1/text')).toEqual({ text: expect.stringMatching(/^Hi\s*$/) })
  expect(await get('/mails/1/files/1')).toEqual({ text: 'hello' })
  expect((await call('GET', '/mails/1/html')).status).toBe(404)
  expect((await call('GET', '/mails/1/files/2')).status).toBe(404)
})

test('HTML of a mail can be opened in a browser, and does nothing there', async () => {
  const { call, sendRaw } = await openApi()
  await sendRaw(mail({}, '<script>alert(1)</script>'))
  const { body, headers } = await call('GET', '/mails/1/html')
  expect(body['text']).toBe('<script>alert(1)</script>\r\n')
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*; sandbox allow-popups/)
  expect(headers.get('content-security-policy')).not.toContain('https:')
  expect((await call('GET', '/mails/1/html?images=remote')).headers.get('content-security-policy')).toContain('https:')
})

test('what is deleted is gone from inbox and ledger, and its number is not given again', async () => {
  const { call, get, send, ses } = await openApi()
  for (const subject of ['one', 'two', 'three']) await send({ subject })
  expect(await call('DELETE', '/mails/2')).toMatchObject({ status: 200, body: { deleted: 1 } })
  expect(await call('DELETE', '/mails/2')).toMatchObject({ status: 404 })
  expect(ses.inbox.map(({ subject }) => subject)).toEqual(['one', 'three'])
  expect((await call('DELETE', '/mails?subject=three')).body).toEqual({ deleted: 1 })

  await send({ subject: 'four' })
  expect((await get('/mails'))['mails']).toMatchObject([
    { id: 4, subject: 'four' },
    { id: 1, subject: 'one' },
  ])
  expect((await call('DELETE', '/mails')).body).toEqual({ deleted: 2 })
  expect([ses.inbox, ses.ledger]).toEqual([[], []])
})

test.each([
  ['GET', '/mails?outcome=lost', 'Expected outcome to be accepted, refused, unknown, got "lost"'],
  ['GET', '/mails?limit=0', 'Expected limit to be a number (integer) from 1 to 500, got 0'],
  ['GET', '/mails?limit=many', 'Expected limit to be a number (integer) from 1 to 500, got "many"'],
  ['GET', '/mails?subjekt=x', 'Unknown parameter subjekt: known are query, to, from'],
  ['DELETE', '/mails?limit=1', 'Unknown parameter limit'],
])('%s %s is a mistake of the one who asks', async (method, path, error) => {
  const { call } = await openApi()
  const answered = await call(method, path)
  expect(answered.status).toBe(400)
  expect(answered.body['error']).toContain(error)
})

test.each(['/mails/1', '/mails/0', '/mails/x', '/nothing', '/mails/1/source', '/mails/1/../../x'])(
  '%s is not there',
  async (path) => {
    const { call } = await openApi()
    expect(await call('GET', path)).toMatchObject({ status: 404 })
  },
)
