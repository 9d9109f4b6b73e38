// Tested by test/cli/cli.test.ts.

import { parseArgs } from 'node:util'
import { createTransport, type Transporter } from 'nodemailer'
import { type Emulator, type ReceivedLetter, startEmulator } from '../../emulator/index.ts'
import { explainReply, type SesSentMessageInfo, sesTransport } from '../../index.ts'
import type { Command } from '../command.ts'
import { type DemoMail, demoMails } from './mails.ts'

/** `demo`: the same mails through plain Nodemailer and through this transport, to gateways that keep SES's rules. */
export const demo: Command = {
  summary: 'mails as shops and schools send them, through plain Nodemailer and sesTransport, on this machine',
  help: `Usage: nodemailer-tencentcloud-ses demo

Starts two gateways on this machine that keep SES's rules, and sends the same mails through plain Nodemailer to the one
and through sesTransport to the other. Prints what the gateway answered, what sesTransport changed, and what arrived.
Nothing leaves the machine, and no account is needed.

Exit status: 0 if every mail arrived through sesTransport, 1 if one did not, 2 for a mistake in what was typed.`,

  async run(args) {
    parseArgs({ args: [...args], options: {} })
    const stage = await openStage()
    for (const each of demoMails) await show(each, stage)
    const { totals, gateways } = stage
    const arrived = gateways.ours.inbox.length
    console.log(
      `\n${totals.mails} mails: ${totals.plainSent} through plain Nodemailer, ${totals.oursSent} through sesTransport.`,
    )
    console.log(`${arrived} letters arrived at the gateway, of ${totals.letters} that it was to take.`)
    await stage.close()
    return totals.oursSent < totals.mails || arrived !== totals.letters ? 1 : 0
  },
}

type Stage = Awaited<ReturnType<typeof openStage>>

/** A gateway for each transport, each with limits of its own. */
async function openStage() {
  const gateways = {
    plain: await startEmulator({ recipientLimit: false }),
    ours: await startEmulator({ recipientLimit: false }),
  }
  const plain = createTransport({ ...gateways.plain.transport, secure: true, pool: true })
  const ours = createTransport(sesTransport(gateways.ours.transport))
  return {
    gateways,
    plain,
    ours,
    totals: { mails: 0, plainSent: 0, oursSent: 0, letters: 0 },
    async close() {
      plain.close()
      ours.close()
      await Promise.all([gateways.plain.close(), gateways.ours.close()])
    },
  }
}

async function show({ title, mail, times = 1 }: DemoMail, { gateways, plain, ours, totals }: Stage): Promise<void> {
  console.log(`\n${bold(title)}`)
  const plainResult = await sendAll(plain, mail, times)
  const before = gateways.ours.inbox.length
  const started = performance.now()
  const result = await sendAll(ours, mail, times)
  const seconds = (performance.now() - started) / 1_000

  totals.mails += times
  totals.plainSent += plainResult.sent
  totals.oursSent += result.sent
  totals.letters += result.infos.reduce<number>(
    (sum, info) => sum + ((info as SesSentMessageInfo).ses?.letters.length ?? 0),
    0,
  )

  console.log(`  plain Nodemailer  ${outcome(plainResult, times)}`)
  console.log(`  sesTransport      ${outcome(result, times)}${times > 1 ? ` in ${seconds.toFixed(1)} s` : ''}`)
  const [info] = result.infos as SesSentMessageInfo[]
  for (const { message } of info?.ses?.changes ?? []) console.log(`    changed         ${message}`)
  for (const letter of arrived(gateways.ours, before, times)) console.log(`    arrived         ${letter}`)
}

interface Result {
  readonly sent: number
  readonly infos: readonly unknown[]
  readonly errors: readonly Error[]
}

async function sendAll(
  transporter: Pick<Transporter, 'sendMail'>,
  mail: DemoMail['mail'],
  times: number,
): Promise<Result> {
  const settled = await Promise.allSettled(Array.from({ length: times }, () => transporter.sendMail({ ...mail })))
  const infos = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []))
  return { sent: infos.length, infos, errors }
}

function outcome({ sent, errors }: Result, times: number): string {
  const [error] = errors
  if (!error) return times > 1 ? `all ${times} sent` : 'sent'
  const refused = `${errors.length === times ? '' : `${sent} sent, ${errors.length} `}refused: ${inShort(error)}`
  return refused
}

/** The gateway's words without the JSON around them. */
function inShort(error: Error & { response?: string }): string {
  const { sesCode } = explainReply(error.response ?? '')
  const words = (error.response ?? error.message).replace(/^.*"Code":"/, '').replace(/"\}.*$/, '')
  return sesCode && !words.startsWith(sesCode) ? `${sesCode} ${words}` : words
}

function arrived({ inbox }: Emulator, from: number, times: number): string[] {
  const letters = inbox.slice(from)
  return times > 1 ? [`${letters.length} letters`] : letters.map(inOneLine)
}

function inOneLine({ to, subject, text, html, attachments }: ReceivedLetter): string {
  const parts = [
    to.length > 3 ? `${to.length} recipients` : to.join(', '),
    `"${subject.length > 40 ? `${subject.slice(0, 40)}…` : subject}"`,
    ...(text ? [`text of ${text.length}`] : []),
    ...(html ? [`HTML of ${html.length}`] : []),
    ...attachments.map(({ name, content }) => `${name} (${content.length} bytes)`),
  ]
  return parts.join(' · ')
}

function bold(text: string): string {
  return process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text
}
