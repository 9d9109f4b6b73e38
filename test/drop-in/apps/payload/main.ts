import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import { createTransport } from 'nodemailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
import { startEmulator } from 'nodemailer-tencentcloud-ses/emulator'
import { buildConfig, getPayload } from 'payload'

const ses = await startEmulator()
const gateway = ses.transport
const { user, pass } = gateway.auth
const payload = await getPayload({
  config: buildConfig({
    secret: 'of this test',
    serverURL: 'http://localhost:3000',
    db: sqliteAdapter({ client: { url: 'file:./payload.db' } }),
    collections: [{ slug: 'users', auth: true, fields: [] }],
    // What the document shows.
    typescript: { autoGenerate: false },
  }),
})

const email = 'ann@example.org'
await payload.sendEmail({ to: email, subject: 'Hi', text: 'Hi' })
await payload.create({ collection: 'users', data: { email, password: 'of-this-test' } })
await payload.forgotPassword({ collection: 'users', data: { email } })
console.log(JSON.stringify(ses.inbox.map(({ from, to, subject }) => [from, to, subject])))
process.exit()
