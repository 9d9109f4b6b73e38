// Any mail that Nodemailer can compose is taken by SES with nothing lost, or refused here with the reason.

import fc from 'fast-check'
import type { SendMailOptions } from 'nodemailer'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { isSesError, type SesSentMessageInfo, sesTransport } from '../../lib/index.ts'
import { mail } from '../mails.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env['MAILS'] ?? 2_000)

let ses: Emulator
beforeAll(async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false })
})
afterAll(() => ses.close())

const bare = (people: unknown): string[] =>
  [people ?? []].flat(5).map((each) => {
    const address = typeof each === 'string' ? each : (each as { address: string }).address
    return address.replace('例え', 'xn--r8jz45g').replace('EXAMPLE', 'example')
  })

it(`arrives as it was meant, or is refused before it is sent (SEED=${SEED})`, { timeout: 120_000 }, async () => {
  const transporter = createTransport(sesTransport({ ...ses.transport, rateLimit: false, retry: false }))
  let taken = 0
  await fc.assert(
    fc.asyncProperty(mail, async (data) => {
      ses.reset()
      const meant = { ...data }
      const info = await transporter.sendMail(data).catch((error: unknown) => error)

      expect(ses.ledger.filter(({ outcome }) => outcome !== 'accepted').map(({ reply }) => reply)).toEqual([])
      if (isSesError(info)) {
        expect([info.delivered, info.attempts, typeof info.field]).toEqual(['no', 0, 'string'])
        expect(info.message).not.toContain('mistake in nodemailer-tencentcloud-ses')
        return
      }
      taken++
      expect(info).toHaveProperty('ses')
      expectArrived(meant, info as SesSentMessageInfo)
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: false },
  )
  console.log(`${taken} of ${RUNS} mails were taken, the others refused before they were sent`)
  expect(taken).toBeGreaterThan(RUNS / 10)
  transporter.close()
})

function expectArrived(meant: SendMailOptions, info: SesSentMessageInfo): void {
  const visible = new Set([...bare(meant.to), ...bare(meant.cc)])
  const hidden = bare(meant.bcc).filter((address) => !visible.has(address))
  const received = ses.inbox.flatMap(({ envelope }) => envelope.to)

  // Everyone gets it once; a hidden recipient stands in its own letter and in no other.
  expect([...received].sort()).toEqual([...new Set([...visible, ...hidden])].sort())
  expect([...info.accepted].map(String).sort()).toEqual([...received].sort())
  for (const letter of ses.inbox) {
    expect(letter.to).toEqual(letter.envelope.to)
    for (const address of hidden) {
      const isOwn = letter.to.length === 1 && letter.to[0] === address
      expect(isOwn || !letter.headers.some(({ name, value }) => name === 'to' && value.includes(address))).toBe(true)
    }
    const names = letter.headers.map(({ name }) => name)
    expect(names.filter((name) => ['cc', 'bcc', 'content-id', 'received'].includes(name))).toEqual([])
    for (const once of ['from', 'to', 'subject', 'content-type', 'mime-version', 'date', 'message-id']) {
      expect([once, names.filter((name) => name === once).length]).toEqual([once, 1])
    }
    expect(letter.envelope.from).toBe('noreply@mail.example.com')
  }
  const [letter] = ses.inbox
  const html = typeof meant.html === 'string' ? meant.html : ''
  if (html.trim() && !html.includes('cid:')) expect(letter?.html).toBe(asSent(html))
  if (typeof meant.text === 'string' && meant.text.trim()) expect(letter?.text).toBe(asSent(meant.text))
  for (const { content } of meant.attachments ?? []) {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(String(content))
    const isThere =
      letter?.attachments.some((file) => file.content.equals(bytes)) || letter?.html?.includes(bytes.toString('base64'))
    expect(isThere).toBe(true)
  }
}

function asSent(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd').replace(/\r?\n/g, '\r\n')
}
