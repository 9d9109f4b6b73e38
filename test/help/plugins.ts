import { Transform } from 'node:stream'
import type { SendMailOptions, Transporter } from 'nodemailer'
import { expect } from 'vitest'
import type { ReceivedLetter } from '../../lib/emulator/index.ts'
import type { SesSentMessageInfo } from '../../lib/index.ts'
import { openStage } from './stage.ts'

export type Plugin = Parameters<Transporter['use']>[1]
export type Mail = Parameters<Plugin>[0]

/** Sends a mail through plugins, the `compile` ones first. */
export async function send(
  mail: SendMailOptions,
  compile: readonly Plugin[],
  stream: readonly Plugin[] = [],
): Promise<Sent> {
  const { ses, ours } = await openStage({ recipientLimit: false })
  for (const plugin of compile) ours.use('compile', plugin)
  for (const plugin of stream) ours.use('stream', plugin)
  const info = await ours.sendMail(mail)
  expect(ses.ledger.map(({ outcome }) => outcome)).toEqual(ses.inbox.map(() => 'accepted'))
  return { letters: ses.inbox, letter: ses.inbox[0] as ReceivedLetter, info }
}

export interface Sent {
  readonly letters: readonly ReceivedLetter[]
  readonly letter: ReceivedLetter
  readonly info: SesSentMessageInfo
}

/** A plugin that is done when its function is. */
export const plugin =
  (edit: (mail: Mail) => void): Plugin =>
  (mail, done) => {
    edit(mail)
    done()
  }

/** A stream that replaces words, wherever a chunk ends. */
export const replacing = (from: string, to: string) => {
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk, _, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      done(null, Buffer.concat(chunks).toString().replaceAll(from, to))
    },
  })
}

export const headersOf = (letter: ReceivedLetter, name: string) =>
  letter.headers.filter((field) => field.name === name).map(({ value }) => value)
