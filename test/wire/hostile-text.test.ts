// Texts of a mail or a server that would forge a line of a log, or steer a terminal: no person sees them raw.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { format } from 'node:util'
import type { SendMailOptions } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { isSesError, type SesError, type SesLogger, type SesTransportOptions } from '../../lib/index.ts'
import { mailWith, openStage, sender } from '../help/stage.ts'

const hostile = 'x\x1b[2J\r\nwarn: all is well\x9b31m\u202egnp\u2028y\x07'
const unprintable = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** Sends a mail, and returns every text that a person may see of it. */
async function textsOf(mail: SendMailOptions, faults: readonly Fault[], options: Partial<SesTransportOptions>) {
  const texts: string[] = []
  const write = (_fields: object, message: string, ...values: unknown[]) => texts.push(format(message, ...values))
  const logger: SesLogger = { debug: write, info: write, warn: write, error: write }
  const addError = ({ message, hint, field = '', rejectedErrors = [] }: SesError): void => {
    texts.push(message, hint, field)
    rejectedErrors.forEach(addError)
  }
  const listen = (event: unknown) => {
    const { change, error } = event as { change?: { field: string; message: string }; error?: SesError }
    if (change) texts.push(change.field, change.message)
    if (error) addError(error)
  }
  const channels = ['change', 'attempt', 'retry', 'settled'].map((name) => `nodemailer-tencentcloud-ses:${name}`)
  for (const channel of channels) subscribe(channel, listen)
  onTestFinished(() => {
    for (const channel of channels) unsubscribe(channel, listen)
  })
  const { ours } = await openStage(
    { faults, undocumented: { unsupported: 'ignore' } },
    { logger, retry: false, ...options },
  )
  await ours.sendMail(mail).then(
    (info) => {
      for (const { field, message } of info.ses?.changes ?? []) texts.push(field, message)
      info.rejectedErrors?.forEach((error) => {
        if (isSesError(error)) addError(error)
      })
    },
    (error) => addError(error),
  )
  return texts
}

async function expectPrintable(
  mail: SendMailOptions,
  faults: readonly Fault[] = [],
  options: Partial<SesTransportOptions> = {},
): Promise<void> {
  const texts = await textsOf(mail, faults, options)
  expect(texts.length).toBeGreaterThan(2)
  expect(texts.filter((text) => unprintable.test(text))).toEqual([])
}

describe('of a mail', () => {
  const file = (fields: object) => mailWith({ html: '<img src="cid:a">', attachments: [{ content: 'x', ...fields }] })

  it.each<[string, SendMailOptions, Partial<SesTransportOptions>?]>([
    ['a file name', file({ filename: `${hostile}.txt` })],
    ['a file name that SES does not list', file({ filename: `${hostile}.${hostile}` })],
    ['a file name of a program', file({ filename: `${hostile}.exe` })],
    ['a file that is not there', file({ filename: hostile, path: `/nowhere/${hostile}` })],
    ['a file that may not be read', file({ path: `/nowhere/${hostile}` }), { disableFileAccess: true }],
    ['a URL that may not be read', file({ href: `http://example.org/${hostile}` }), { disableUrlAccess: true }],
    ['a URL of another scheme', file({ href: `gopher://example.org/${hostile}` })],
    ['an image', file({ filename: `${hostile}.png`, cid: 'a' }), { inlineImages: 'attach' }],
    ['an image that is refused', file({ filename: `${hostile}.png`, cid: 'a' }), { inlineImages: 'refuse' }],
    ['an image that is not there', mailWith({ html: `<img src="cid:${hostile}">` })],
    ['a subject', mailWith({ subject: hostile }), { onLoss: 'refuse' }],
    ['a subject that is too long', mailWith({ subject: hostile.repeat(200) })],
    ['the name of the sender', mailWith({ from: { name: hostile, address: sender } })],
    ['the name of a recipient', mailWith({ to: { name: hostile, address: 'ann@example.org' } })],
    ['the name of a hidden recipient', mailWith({ bcc: { name: hostile, address: 'bob@example.org' } })],
    ['an address', mailWith({ to: { name: '', address: `ann${hostile}@example.org` } })],
    ['an address that is a text', mailWith({ to: `ann${hostile}@example.org` })],
    ['the address of an envelope', mailWith({ envelope: { from: sender, to: [`ann${hostile}@example.org`] } })],
    ['a header field', mailWith({ headers: { 'x-field': hostile } })],
    ['the name of a header field', mailWith({ headers: { [hostile]: 'x' } })],
    ['a header field that is left out', mailWith({ headers: { [`x-${hostile}`]: 'x', received: hostile } })],
    ['a Message-ID', mailWith({ messageId: `<${hostile}@example.org>` })],
    ['a type', file({ contentType: `text/${hostile}` })],
    ['a charset', mailWith({ raw: `From: ${sender}\r\nContent-Type: text/plain; charset="${hostile}"\r\n\r\nä` })],
    ['a transfer encoding', mailWith({ raw: `From: ${sender}\r\nContent-Transfer-Encoding: \x1b[2J\r\n\r\nä` })],
    ['a raw message without a colon', mailWith({ raw: `From: ${sender}\r\n\x1b[2J\x07\r\n\r\nä` })],
    ['the login of a mail', mailWith({ auth: { user: hostile } } as never)],
  ])('%s', (_, mail, options) => expectPrintable(mail, [], options))
})

describe('of a server', () => {
  const at = (stage: Fault['at'], status: number): Fault =>
    ({ at: stage, do: { reply: `${status} ${hostile.replace(/\r\n/, '')}` }, times: 9 }) as Fault

  it.each<[string, Fault]>([
    ['at the login', at('auth', 535)],
    ['at MAIL', at('mail', 550)],
    ['at RCPT', at('rcpt', 550)],
    ['at DATA', at('data', 554)],
    ['in answer to the mail', at('reply', 554)],
    ['in answer to nothing', at('reply', 999)],
    ['in a reply that takes the mail', at('reply', 250)],
  ])('%s', (_, fault) => expectPrintable(mailWith(), [fault]))

  it('in `response`', async () => {
    const { ours } = await openStage({ faults: [at('reply', 250)] })
    const info = await ours.sendMail(mailWith())
    expect(info.response).toBe('250 x [2Jwarn: all is well 31m gnp y ')
  })
})

describe('of a function that fails', () => {
  const fail = () => {
    throw new Error(hostile)
  }

  it.each<[string, Partial<SesTransportOptions>, Fault?]>([
    ['pass', { auth: { user: sender, pass: fail } }],
    ['inlineImages', { inlineImages: fail }],
    ['onUnknown', { onUnknown: fail }, { at: 'reply', do: 'close' }],
  ])('%s', (_, options, fault) => {
    const mail = mailWith({ html: '<img src="cid:a">', attachments: [{ content: 'x', filename: 'a.png', cid: 'a' }] })
    return expectPrintable(mail, fault ? [fault] : [], options)
  })
})
