import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failedLines, sentLines } from '../../lib/cli/send-report.ts'
import { type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { SesError } from '../../lib/errors.ts'
import type { SesSentMessageInfo } from '../../lib/index.ts'
import { startProxy } from '../help/proxies.ts'
import { startScriptedGateway } from '../help/scripted-gateway.ts'
import { environmentOf, openFolder, pass, user } from './gateway.ts'
import { runIn } from './run.ts'

async function openEmulator(options?: EmulatorOptions) {
  const ses = await startEmulator(options)
  onTestFinished(() => ses.close())
  return { ses, environment: await environmentOf(ses) }
}

test('sends a mail, says what SES said, and ends with 0', async () => {
  const { ses, environment } = await openEmulator()
  const { status, stdout, stderr } = await runIn(environment, 'send', '--to', 'Ann <ann@example.org>').ended
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(ses.inbox[0]).toMatchObject({ from: user, to: ['ann@example.org'], subject: 'Test mail' })
  expect(stdout.replace(/\d+\.\d s/, '… s')).toBe(`SES took the mail for ann@example.org, in … s.

  Message-ID  ${ses.ledger[0]?.messageId}
  letter 1    to ann@example.org
              250 2.0.0 OK: queued
  changed     the name "Ann" is left out: SES takes addresses alone

SES took it; whether it is delivered is shown in the SES console, and by \`sesStatus\`.
`)
})

test('takes what is to be sent', async () => {
  const { ses, environment } = await openEmulator()
  const folder = await openFolder()
  await writeFile(join(folder, 'a.html'), '<p>你好</p>')
  await writeFile(join(folder, 'invoice.pdf'), 'content')
  const files = ['--html-file', join(folder, 'a.html'), '--attach', join(folder, 'invoice.pdf')]
  const texts = ['--from', `Shop <${user}>`, '--subject', '订单', '--text', 'Hello']
  const to = ['--to', 'ann@example.org', '--to', 'bob@example.org']
  expect((await runIn(environment, 'send', ...to, ...texts, ...files).ended).status).toBe(0)
  expect(ses.inbox[0]).toMatchObject({
    ...{ from: `Shop <${user}>`, to: ['ann@example.org', 'bob@example.org'], subject: '订单' },
    ...{ text: 'Hello', html: '<p>你好</p>', attachments: [{ name: 'invoice.pdf' }] },
  })
})

test('goes through a proxy', async () => {
  const { ses, environment } = await openEmulator()
  const { url, asked } = await startProxy('http', ses.port)
  const { status } = await runIn({ ...environment, SES_PROXY: url }, 'send', '--to', 'ann@example.org').ended
  expect(status).toBe(0)
  expect(asked).toEqual([`127.0.0.1:${ses.port}`])
})

test('says what a refusal means, and ends with 1', async () => {
  const { environment } = await openEmulator({ individualAccount: true, reply: { language: 'en' } })
  const { status, stdout, stderr } = await runIn(environment, 'send', '--to', 'ann@example.org').ended
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(stdout).toMatch(
    /^The mail was not sent to ann@example\.org\.\nSES refused the mail \(554 FailedOperation\.SMTPF/,
  )
  expect(stdout).toMatch(
    /\n {2}reason {6}account-refused\n {2}retry {7}never\n {2}delivered {3}no\n {2}SES code {4}Fail/,
  )
  expect(stdout).toMatch(/\n {2}request id {2}[\da-f-]{36}\n {2}SES said {4}554 /)
  expect(stdout).toMatch(/\n {2}What to do: Use an account verified for an enterprise/)
  expect(stdout).toMatch(/\n {2}See https:\/\/www\.tencentcloud\.com\/\S+\n$/)
})

test('tells a program the same', async () => {
  const { environment } = await openEmulator()
  const sent = await runIn(environment, 'send', '--to', 'ann@example.org', '--json').ended
  expect(sent).toMatchObject({ status: 0, stderr: '' })
  expect(JSON.parse(sent.stdout)).toMatchObject({
    ...{ sent: true, ms: expect.any(Number), response: '250 2.0.0 OK: queued', accepted: ['ann@example.org'] },
    ...{ rejected: [], ses: { letters: [{ to: ['ann@example.org'], attempts: 1 }], changes: [] }, error: null },
  })

  const args = ['--to', 'ann@example.org', '--from', 'x@other.example', '--json']
  const refused = await runIn(environment, 'send', ...args).ended
  expect(refused).toMatchObject({ status: 1, stderr: '' })
  expect(JSON.parse(refused.stdout)).toMatchObject({
    sent: false,
    error: { reason: 'sender-refused', retry: 'never', delivered: 'no', sesCode: expect.stringContaining('NotAuth') },
  })
})

test('does not send again what may have been sent, and ends with 1', async () => {
  const gateway = await startScriptedGateway([{ message: ({ socket }) => socket.destroy() }])
  const { status, stdout } = await runIn(await environmentOf(gateway), 'send', '--to', 'ann@example.org').ended
  expect(status).toBe(1)
  expect(stdout).toMatch(/^The mail may have been sent to ann@example\.org\.\n/)
  expect(stdout).toMatch(/\n {2}delivered {3}unknown\n/)
  expect(gateway.messages).toHaveLength(1)
})

test('a recipient that is refused among others ends with 1', async () => {
  const RCPT = ({ say }: { say(bytes: string): void }, line: string) =>
    say(line.includes('bob') ? '550 5.1.1 No such user\r\n' : '250 2.1.5 OK\r\n')
  const gateway = await startScriptedGateway([{ RCPT }])
  const to = ['--to', 'ann@example.org', '--to', 'bob@example.org']
  const { status, stdout } = await runIn(await environmentOf(gateway), 'send', ...to).ended
  expect(status).toBe(1)
  expect(stdout).toMatch(/^SES took the mail for ann@example\.org, in/)
  expect(stdout).toMatch(
    /\nNot for bob@example\.org:\nSES refused the mail \(550\).*No such user\.\n\n {2}reason {6}recip/,
  )
})

test('no password comes out, though the gateway repeats it', async () => {
  const gateway = await startScriptedGateway([{ AUTH: `535 5.7.8 No ${pass}` }])
  for (const more of [[], ['--json']]) {
    const { stdout } = await runIn(await environmentOf(gateway), 'send', '--to', 'ann@example.org', ...more).ended
    expect(stdout).toContain('***')
    expect(stdout).not.toContain(pass)
  }
})

test('nothing that a server says steers the terminal', () => {
  const steering = 'a\u001b[2J\u009b1m\u007f\u202e\u2028\r\nb'
  const error = new SesError(`x ${steering}`, { reason: 'connection', hint: steering, response: steering })
  const info = {
    ...{ accepted: [steering], messageId: steering, response: steering },
    ses: { letters: [{ to: [steering], response: steering }], changes: [{ message: steering, loss: 'none' }] },
    rejectedErrors: [error],
  } as unknown as SesSentMessageInfo
  const text = sentLines(info, 1) + failedLines(error, [steering])
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
})
