// The caller's message is never changed: a frozen one is sent, as far as Nodemailer itself allows.

import type { SendMailOptions } from 'nodemailer'
import { createTransport } from 'nodemailer'
import { expect, it } from 'vitest'
import { previewMail } from '../../lib/index.ts'
import { mailWith, openStage, sender } from '../help/stage.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')

/** Addresses are strings: of objects Nodemailer writes the address anew. So it does the type of `text` and `html`. */
const mail = (): SendMailOptions =>
  deepFreeze(
    mailWith({
      from: `Foo: Bar <${sender}>`,
      to: ['Ann <ann@EXAMPLE.org>', 'Team: eva@例え.jp, bob@example.org;'],
      cc: ['carl@example.org'],
      bcc: ['audit@example.org'],
      replyTo: ['"Lee, Ann" <a@example.org>'],
      subject: 'a\ud800b',
      html: '<img src="cid:l">',
      amp: '<html ⚡4email>',
      icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR', filename: 'a b.ics' },
      alternatives: [{ contentType: 'text/x-web-markdown', content: '# Hi' }],
      attachments: [
        { filename: 'a b.txt', content: 'a', headers: { 'Content-ID': '<x>' } },
        { filename: 'a b.txt', path: 'package.json' },
        { filename: 'l.png', cid: 'l', content: png },
        { filename: 'old.eml', contentType: 'message/rfc822', content: 'Subject: a\r\n\r\nb\r\n' },
      ],
      headers: { 'X-A': ['1', '2'], Received: 'a', 'X-B': { prepared: true, value: 'b' } },
      list: { unsubscribe: ['https://example.org/u', { url: 'u@example.org', comment: 'Leave' }], id: 'example.org' },
      references: ['<1@example.org>', '<2@example.org>'],
      envelope: { from: sender, to: ['ann@example.org', 'eva@例え.jp'], bcc: ['audit@example.org'] },
      dkim: { domainName: 'example.org', keySelector: 'k', privateKey: 'none' },
      dsn: { notify: ['failure'] },
      disableUrlAccess: true,
    }),
  )

it('is sent, and sent again', async () => {
  const { ses, ours } = await openStage()
  const frozen = mail()
  const first = await ours.sendMail(frozen)
  const second = await ours.sendMail(frozen)
  // Nearly every rule has something to change.
  expect([...new Set(first.ses?.changes.map(({ rule }) => rule))]).toEqual(
    'dkim dsn recipients unicode sender headers calendar alternatives inline-images plain-attachments file-names file-types bcc'.split(
      ' ',
    ),
  )
  expect(second.ses?.changes).toEqual(first.ses?.changes)
  expect(ses.inbox).toHaveLength(4)
})

it('is looked at', async () => {
  expect((await previewMail(mail())).letters).toHaveLength(2)
})

it('holds nothing that Nodemailer would write to', async () => {
  const nowhere = createTransport({ name: 'nowhere', version: '1', send: (_, done) => done(null, { ok: 1 } as never) })
  expect(await nowhere.sendMail(mail())).toEqual({ ok: 1 })
})

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  for (const each of Object.values(value)) deepFreeze(each)
  return Object.freeze(value)
}
