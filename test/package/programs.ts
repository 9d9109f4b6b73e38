// Programs that send for real, to an emulator of their own, in the words of each module system.

const NAME = 'nodemailer-tencentcloud-ses'

/** What {@link programs} print, and `send` resolves with: attempts, mails that arrived, errors that are known. */
export const sent = [2, 2, true]

// A retry and a raw mail, for p-retry and postal-mime are what a CommonJS build is known to load wrongly, and no import
// shows it.
const send = `
async function send() {
  const ses = await startEmulator({ faults: [{ at: 'call', error: 'InternalError' }] })
  const transporter = createTransport(sesTransport({ ...ses.transport, retry: { minDelayMs: 1 } }))
  const info = await transporter.sendMail({ from: ses.transport.auth.user, to: 'ann@example.org', subject: 's', text: 't' })
  await transporter.sendMail({ raw: 'From: noreply@mail.example.com\\r\\nTo: ann@example.org\\r\\nSubject: s\\r\\n\\r\\nt' })
  const failed = await transporter.sendMail({ from: 'x', to: 'y', subject: 's', text: 't' }).catch((error) => error)
  transporter.close()
  await ses.close()
  return [info.ses?.letters[0]?.attempts, ses.inbox.length, isSesError(failed)]
}`

/** Declares `send`, by static imports. */
export const importing = `
import { createTransport } from 'nodemailer'
import { isSesError, sesTransport } from '${NAME}'
import { startEmulator } from '${NAME}/emulator'
${send}`

/** Declares `send`, by \`require\`. */
export const requiring = `
const { createTransport } = require('nodemailer')
const { isSesError, sesTransport } = require('${NAME}')
const { startEmulator } = require('${NAME}/emulator')
${send}`

const print = 'send().then((result) => console.log(JSON.stringify(result)))'

/** By file name, for its ending says how Node reads it. */
export const programs = {
  'import.mjs': `${importing}\n${print}`,
  'require.cjs': `${requiring}\n${print}`,
  'dynamic-import.cjs': `
let createTransport, isSesError, sesTransport, startEmulator
${send}
async function load() {
  ;({ createTransport } = await import('nodemailer'))
  ;({ isSesError, sesTransport } = await import('${NAME}'))
  ;({ startEmulator } = await import('${NAME}/emulator'))
}
load().then(send).then((result) => console.log(JSON.stringify(result)))`,
} as const
