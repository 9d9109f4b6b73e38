import { expect, test } from 'vitest'
import { dial, mail, sender } from '../client.ts'
import { open } from './open.ts'

test('a session shows what was said, and no password', async () => {
  const { ask, send } = await open()
  await send({})
  const { body } = await ask('/mails/1/session')
  expect(body).toContain('Connection 1')
  expect(body).toContain(`<tr class="client"><th scope="row">client</th><td>MAIL FROM:&#60;${sender}&#62;</td></tr>`)
  expect(body).toContain('<th scope="row">SES</th><td>250 2.0.0 OK')
  expect(body).not.toContain('Emulated4Tests')
})

test('refused logins and faults are told from the rest', async () => {
  const { ask, ses } = await open()
  const client = await dial(ses)
  await client.hear()
  await client.say('EHLO test')
  await client.say(`AUTH PLAIN ${Buffer.from(`\0${sender}\0wrong`).toString('base64')}`)
  await client.say(`AUTH PLAIN ${Buffer.from(`\0${sender}\0Emulated4Tests`).toString('base64')}`)
  ses.setFaults([{ at: 'reply', do: 'close' }])
  await client.send(mail())

  const { body } = await ask('/mails/1/session')
  expect(body).toContain('Its login was refused')
  expect(body).toContain(`This gateway knows ${sender}`)
  expect(body).toMatch(/<tr class="server error"><th scope="row">SES<\/th><td>(535|454) /)
  expect(body).toContain('<span class="fault">A fault ended the conversation here.</span>')
})

test('a login that was refused leaves its trace, though no mail came', async () => {
  const { ask, ses, page } = await open()
  expect((await ask('/sessions')).body).toContain('No connection yet.')
  const client = await dial(ses)
  await client.hear()
  await client.say('EHLO test')
  await client.say(`AUTH PLAIN ${Buffer.from(`\0${sender}\0wrong`).toString('base64')}`)
  client.socket.destroy()

  const { body } = await ask('/sessions')
  expect(body).toContain('<a href="/sessions/1">Connection 1</a>')
  expect(body).toContain('<span class="outcome refused">login refused</span>')
  expect((await ask('/sessions/1')).body).toContain('Its login was refused')
  expect(await ask('/sessions/2')).toMatchObject({ status: 404 })
  expect(await (await fetch(`${page.api}/connections`)).json()).toMatchObject({
    connections: [{ connection: 1, isLoginRefused: true, isCutByFault: false, mails: 0 }],
  })
})

test('it stands in the list too, with what to do', async () => {
  const { ask, ses } = await open()
  const client = await dial(ses)
  await client.hear()
  await client.say('EHLO test')
  await client.say(`AUTH PLAIN ${Buffer.from('\0me@example.com\0wrong').toString('base64')}`)
  client.socket.destroy()
  const { body } = await ask('/mails/1')
  expect(body).toContain('0 mails, 1 failed connection')
  expect(body).toContain('Refused before there was a mail')
  expect(body).toContain(
    `<strong>What to do</strong> Log in as ${sender}, or name this address in the option accounts.`,
  )
  expect(body).toContain('<h2>Connection 1</h2>')
  expect((await ask('/mails/1/source')).status).toBe(404)
  const chinese = await ask('/mails/1', { 'accept-language': 'zh' })
  expect(chinese.body).toContain('使用模拟器已有的地址和密码登录。')
})

test('mails by the same connection are linked', async () => {
  const { ask, ses } = await open()
  const client = await dial(ses)
  await client.login()
  await client.send(mail({ Subject: 'one' }))
  await client.send(mail({ Subject: 'two' }))
  client.socket.destroy()
  const { body } = await ask('/mails/1/session')
  expect(body).toContain('<a href="/mails/2">two</a>')
})
