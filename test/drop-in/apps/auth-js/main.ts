import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ExpressAuth } from '@auth/express'
import Nodemailer from '@auth/express/providers/nodemailer'
import { UnstorageAdapter } from '@auth/unstorage-adapter'
import express from 'express'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
import { startEmulator } from 'nodemailer-tencentcloud-ses/emulator'
import { createStorage } from 'unstorage'

const ses = await startEmulator()
const gateway = ses.transport
const { user, pass } = gateway.auth
const app = express().use(
  '/auth',
  ExpressAuth({
    secret: 'of this test',
    trustHost: true,
    adapter: UnstorageAdapter(createStorage()),
    // What the document shows.
  }),
)
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`
const cookies = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')

// Auth.js makes a transporter for each of them: what they would leave behind is warned of at the eleventh.
for (let user = 1; user <= 12; user++) {
  const csrf = await fetch(`${url}/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  await fetch(`${url}/signin/nodemailer`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies(csrf).join('; ') },
    body: new URLSearchParams({ csrfToken, email: `user${user}@example.org` }),
  })
}
const link = /https?:\S+/.exec(ses.inbox[11]?.text ?? '')?.[0] ?? ''
const signedIn = await fetch(link, { redirect: 'manual' })
const session = cookies(signedIn).find((cookie) => cookie.startsWith('authjs.session-token='))
console.log(JSON.stringify([ses.inbox.length, ses.logins, ses.inbox[11]?.to, session !== undefined]))
server.close()
await ses.close()
