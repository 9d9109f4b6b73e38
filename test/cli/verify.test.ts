import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { advise } from '../../lib/cli/advice.ts'
import type { Step } from '../../lib/cli/step.ts'
import { endLines, startLine, stepLines } from '../../lib/cli/verify-lines.ts'
import { startEmulator } from '../../lib/emulator/index.ts'
import { SesError } from '../../lib/errors.ts'
import { explainReply } from '../../lib/index.ts'
import { settingsOf } from '../help/letters.ts'
import { silent, startScriptedGateway } from '../help/scripted-gateway.ts'
import { snippet } from '../package/snippets.ts'
import { environmentOf, openFolder, pass, user } from './gateway.ts'
import { runIn } from './run.ts'

async function openEmulator() {
  const ses = await startEmulator()
  onTestFinished(() => ses.close())
  return { ses, environment: await environmentOf(ses) }
}

/** Times differ. */
const timeless = (text: string) => text.replace(/ +\d+ ms/g, ' … ms')

test('shows each step, sends nothing, and ends with 0', async () => {
  const { ses, environment } = await openEmulator()
  const { status, stdout, stderr } = await runIn(environment, 'verify').ended
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(timeless(stdout)).toBe(`127.0.0.1, port ${ses.port}, as ${user}

  ok    DNS … ms  127.0.0.1
  ok    TCP … ms  127.0.0.1:${ses.port}
  ok    TLS … ms  TLSv1.2, ECDHE-ECDSA-AES128-GCM-SHA256
                         certificate of localhost, self-signed, valid until 2126-10-30, fits the
                         host
  ok    EHLO … ms  220 smtp.qcloudmail.com ESMTP Service Ready
                         offers PIPELINING, 8BITMIME, ENHANCEDSTATUSCODES, CHUNKING, AUTH PLAIN
                         LOGIN, SIZE
  ok    login … ms  235 2.0.0 OK

The login works. No mail was sent: \`send --to <address>\` sends one.
`)
  expect(ses.ledger).toEqual([])
})

test('says what to do about a refused login, and ends with 1', async () => {
  const { environment } = await openEmulator()
  const { status, stdout, stderr } = await runIn({ ...environment, SES_PASSWORD: 'Wrong4Tests' }, 'verify').ended
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(timeless(stdout)).toContain(`
  FAIL  login … ms  535 Invalid login or password

SES refused the login (535): Invalid login or password.

  What to do: Log in with the sender address`)
  expect(stdout).not.toContain('Wrong4Tests')
})

test('tells a program the same', async () => {
  const { ses, environment } = await openEmulator()
  const right = await runIn(environment, 'verify', '--json').ended
  expect(right.status).toBe(0)
  expect(JSON.parse(right.stdout)).toMatchObject({
    ...{ ok: true, host: '127.0.0.1', port: ses.port, region: null, user },
    steps: ['dns', 'tcp', 'tls', 'ehlo', 'login'].map((step) => ({ step, ok: true, ms: expect.any(Number) })),
    error: null,
  })

  const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = environment
  const wrong = await runIn({ ...untrusting, NODE_EXTRA_CA_CERTS: '' }, 'verify', '--json').ended
  expect(wrong).toMatchObject({ status: 1, stderr: '' })
  expect(JSON.parse(wrong.stdout)).toMatchObject({
    ok: false,
    steps: [{ ok: true }, { ok: true }, { step: 'tls', ok: false, certificate: { isSelfSigned: true } }],
    error: { reason: 'connection', retry: 'never', code: 'ETLS', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
  })
})

test('takes SMTP_URL, or a password file', async () => {
  const { ses, environment } = await openEmulator()
  const { NODE_EXTRA_CA_CERTS } = environment
  const url = `smtps://${encodeURIComponent(user)}:${pass}@localhost:${ses.port}`
  expect((await runIn({ NODE_EXTRA_CA_CERTS, SMTP_URL: url }, 'verify').ended).status).toBe(0)

  const file = join(await openFolder(), 'password')
  await writeFile(file, `${pass}\n`)
  const inFile = { ...environment, SES_PASSWORD: '', SES_PASSWORD_FILE: file }
  expect((await runIn(inFile, 'verify').ended).status).toBe(0)
})

test('ends after --timeout', async () => {
  const gateway = await startScriptedGateway([{ greeting: silent }])
  const { status, stdout } = await runIn(await environmentOf(gateway), 'verify', '--timeout', '1').ended
  expect(status).toBe(1)
  expect(stdout).toMatch(/\n {2}FAIL {2}EHLO +1\d\d\d ms\n\nThe connection to SES failed: /)
  expect(stdout).toContain('What to do: Try again, and with a longer --timeout')
})

test('names the region, and what is particular at 587', () => {
  const settings = settingsOf({ host: 'sg-smtp.qcloudmail.com', port: 587 })
  expect(startLine(settings)).toBe(`sg-smtp.qcloudmail.com (ap-singapore), port 587, as ${user}\n\n`)
  const last = { step: 'login', ms: 1, found: {}, error: undefined } as const
  expect(endLines(last, settings)).toContain('as Nodemailer with\nsecure: false, hangs there.\n')
  expect(endLines(last, settingsOf({}))).not.toContain('587')
})

test('nothing that a server says steers the terminal', () => {
  const steering = 'a\u001b[2J\u009b1m\u007f\u202e\u2028\r\nb'
  const error = new SesError(`x ${steering}`, { reason: 'connection', hint: steering, response: steering })
  const certificate = {
    ...{ subject: steering, issuer: steering, isSelfSigned: false, validFrom: '', validTo: '' },
    ...{ names: [steering], fitsHost: true },
  }
  const found = { addresses: [steering], greeting: steering, offers: [steering], reply: steering, certificate }
  const text =
    stepLines({ step: 'tls', ms: 1, found, error }) + endLines({ step: 'tls', ms: 1, found, error }, settingsOf())
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
})

test('the README shows what is printed', async () => {
  const settings = settingsOf({ region: 'ap-singapore', host: 'sg-smtp.qcloudmail.com' })
  const certificate = {
    ...{ subject: '*.qcloudmail.com', issuer: 'Example CA', isSelfSigned: false, fitsHost: true, names: [] },
    ...{ validFrom: '', validTo: '2027-06-30T23:59:59.000Z' },
  }
  const { hint, docs } = explainReply('535 Authentication failed')
  const refused = new SesError('', { reason: 'auth-failed', hint })
  const advice = advise('login', refused, settings, undefined)
  const message = `SES refused the login (535): Authentication failed. ${advice}`
  const error = new SesError(message, { reason: 'auth-failed', hint: advice, docs })
  const steps: Step[] = [
    { step: 'dns', ms: 12, found: { addresses: ['203.0.113.7'] }, error: undefined },
    { step: 'tcp', ms: 38, found: { address: '203.0.113.7:465' }, error: undefined },
    {
      ...{ step: 'tls', ms: 81, error: undefined },
      found: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', certificate },
    },
    {
      ...{ step: 'ehlo', ms: 77, error: undefined },
      found: { greeting: '220 smtp.qcloudmail.com ESMTP', offers: ['PIPELINING', 'AUTH PLAIN LOGIN'] },
    },
    { step: 'login', ms: 64, found: { reply: '535 Authentication failed' }, error },
  ]
  const printed = [startLine(settings), ...steps.map(stepLines), endLines(steps.at(-1) as Step, settings)].join('')
  expect(await snippet('Checking the setup', 1)).toBe(`$ npx nodemailer-tencentcloud-ses verify\n${printed}`)
})
