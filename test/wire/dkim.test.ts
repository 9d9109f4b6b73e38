// DKIM is left out, for SES composes the message anew and signs it itself; and reported.

import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import DKIM from 'nodemailer/lib/dkim/index.js'
import { expect, it, onTestFinished } from 'vitest'
import type { ReceivedLetter } from '../../lib/emulator/index.ts'
import { headersOf, plugin, replacing, type Sent, send } from '../help/plugins.ts'
import { mailWith, openStage, sender } from '../help/stage.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1_024,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const key = { domainName: 'mail.example.com', keySelector: 'k', privateKey }
const unsigned = {
  rule: 'dkim',
  field: 'dkim',
  loss: 'none',
  message: 'not signed with DKIM: SES composes the message anew and signs it itself',
}
const expectUnsigned = ({ letters, info }: Sent, text = 'Hello, Ann') => {
  expect(letters.map((letter) => [letter.text?.trim(), headersOf(letter, 'dkim-signature')])).toEqual([[text, []]])
  expect(info.ses?.changes).toEqual([unsigned])
}

it.each<[string, SendMailOptions['dkim']]>([
  ['a key', key],
  ['several keys', { keys: [key, { ...key, keySelector: 'l' }] }],
  ['skipFields and headerFieldNames', { ...key, skipFields: 'message-id:date', headerFieldNames: 'from:to' }],
  ['a key that is none', { ...key, privateKey: 'none' }],
  ['an option of nothing', {} as never],
])('of a mail: %s', async (_what, dkim) => expectUnsigned(await send(mailWith({ dkim }), [])))

it('of a mail, with a folder to cache in, which stays empty', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'ses-dkim-'))
  onTestFinished(() => rm(cacheDir, { recursive: true }))
  expectUnsigned(await send(mailWith({ dkim: { ...key, cacheDir, cacheTreshold: 1 } }), []))
  expect(await readdir(cacheDir)).toEqual([])
})

it('of the transporter', async () => {
  const { ses, ours } = await openStage()
  ours.dkim = new DKIM(key)
  const info = await ours.sendMail(mailWith())
  expectUnsigned({ letters: ses.inbox, letter: ses.inbox[0] as ReceivedLetter, info })
})

it('that a plugin sets', async () =>
  expectUnsigned(await send(mailWith(), [plugin(({ data }) => Object.assign(data, { dkim: key }))])))

it('beside the functions of plugins, which stay', async () => {
  const stream = [
    plugin(({ message }) => message.transform(() => replacing('Ann', 'Bob'))),
    plugin(({ message }) => message.processFunc((input) => input.pipe(replacing('Bob', 'Eva')))),
    plugin(({ message }) => message.processFunc((input) => input.pipe(replacing('Eva', 'Zoe')))),
  ]
  expectUnsigned(await send(mailWith({ dkim: key }), [], stream), 'Hello, Zoe')
})

it('of a message that is raw', async () => {
  const raw = `From: ${sender}\r\nTo: ann@example.org\r\nSubject: a\r\nDKIM-Signature: v=1; a=rsa-sha256\r\n\r\nHello, Ann\r\n`
  const sent = await send({ raw, dkim: key }, [])
  expect(headersOf(sent.letter, 'dkim-signature')).toEqual([])
  expect(sent.info.ses?.changes.map(({ rule, field }) => [rule, field])).toEqual([
    ['dkim', 'dkim'],
    ['headers', 'DKIM-Signature'],
  ])
})

it('and a mail without it has nothing to report', async () =>
  expect((await send(mailWith(), [])).info.ses?.changes).toEqual([]))
