// The types with each Nodemailer's, under each way in which TypeScript finds modules: strict, and every declaration read.

import { beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'

const NAME = 'nodemailer-tencentcloud-ses'

const common = `
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { isSesError, previewMail, sesTransport, type SesMail, type SesSentMessageInfo, type SesTransportOptions } from '${NAME}'
import { startEmulator, type Emulator } from '${NAME}/emulator'
import { parseSesEvent, sesStatus, type SesEvent, type StatusClient } from '${NAME}/status'

const options: SesTransportOptions = { region: 'ap-singapore', auth: [{ user: 'a', pass: async () => 'b' }], cc: 'separate' }
const mail: SendMailOptions = { from: 'Shop <a@b.cc>', to: ['d@e.ff'], subject: 's', text: 't' }
const called: SesMail = { ...mail, ses: { callback: { order: '42' } } }
const annotated: Transporter<SesSentMessageInfo> = createTransport(sesTransport(options), { from: 'a@b.cc' })

export async function send(): Promise<number | undefined> {
  await createTransport(sesTransport('smtps://user:pass@sg-smtp.qcloudmail.com')).verify()
  annotated.sendMail(mail, (error, info) => console.log(isSesError(error) && error.retryAfterMs, info.ses?.changes))
  const info = await annotated.sendMail(mail)
  const accepted: readonly (string | object)[] = info.accepted
  const ses: Emulator = await startEmulator()
  createTransport(sesTransport({ ...ses.transport, onUnknown: async ({ to }) => (to[0] ? 'unknown' : 'delivered') })).close()
  const client: StatusClient = { GetSendEmailStatus: async () => ({}) }
  const event: SesEvent = parseSesEvent('{}')
  createTransport(sesTransport({ ...ses.transport, onUnknown: sesStatus({ client }).resolver({ events: () => [event] }) })).close()
  await annotated.sendMail(called)
  const { letters } = await previewMail(mail, options)
  return info.ses?.letters[0]?.attempts ?? letters.length + accepted.length
}
`

/** From version 10 on, Nodemailer's types carry a transport's own info through \`createTransport\`. */
const inferred = `
export const attempts: Promise<number | undefined> = createTransport(sesTransport(options)).sendMail(mail).then((info) => info.ses?.letters[0]?.attempts)
`

/** Before, they say that it is SMTP's, which the annotation above mends. */
const assumed = `
export const response: Promise<string> = createTransport(sesTransport(options)).sendMail(mail).then((info) => info.response)
`

const node16 = ['--module', 'node16', '--moduleResolution', 'node16', 'app.mts', 'app.cts']
const nodenext = ['--module', 'nodenext', '--moduleResolution', 'nodenext', 'app.mts', 'app.cts']
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', 'app.mts', 'app.ts']
const node10 = ['--module', 'commonjs', '--moduleResolution', 'node10', '--esModuleInterop', 'app.ts']

const compilers = [
  { typescript: '5.9', resolution: 'node10', options: node10 },
  { typescript: '5.9', resolution: 'node16', options: node16 },
  { typescript: '6.0', resolution: 'nodenext', options: nodenext },
  { typescript: '6.0', resolution: 'bundler', options: bundler },
  { typescript: '6.0', resolution: 'node10', options: [...node10, '--ignoreDeprecations', '6.0'] },
  { typescript: '7.0', resolution: 'nodenext', options: nodenext },
  { typescript: '7.0', resolution: 'bundler', options: bundler },
]
/** The ways that differ most. */
const few = compilers.filter(({ typescript, resolution }) => typescript === '7.0' || resolution === 'node10')

const types = [
  { packages: ['nodemailer@6.10.1', '@types/nodemailer@6.4.24'], source: common + assumed, compilers: few },
  { packages: ['nodemailer@7.0.13', '@types/nodemailer@7.0.12'], source: common + assumed, compilers: few },
  { packages: ['nodemailer@8.0.5', '@types/nodemailer@8.0.2'], source: common + assumed, compilers: few },
  { packages: ['nodemailer@9', '@types/nodemailer@8.0.2'], source: common + assumed, compilers },
  { packages: ['nodemailer@10.0.0'], source: common + inferred, compilers: few },
  { packages: ['nodemailer@10'], source: common + inferred, compilers },
  { packages: ['nodemailer@10', '@types/nodemailer@8.0.2'], source: common + inferred, compilers: few },
  { packages: ['nodemailer@10', '@types/nodemailer@6.4.24'], source: common + inferred, compilers: few },
]

const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022', '--types', 'node']

let tools: Project
beforeAll(async () => {
  tools = await createProject(['5.9', '6.0', '7.0'].map((version) => `typescript-${version}@npm:typescript@${version}`))
})

describe.each(types)('$packages.0 $packages.1', ({ packages, source, compilers }) => {
  let project: Project
  beforeAll(async () => {
    project = await createProject([...packages, '@types/node@20'])
    await project.write({ 'app.ts': source, 'app.mts': source, 'app.cts': source })
  })

  test.each(compilers)('TypeScript $typescript, $resolution', async ({ typescript, options }) => {
    const tsc = `${tools.folder}/node_modules/typescript-${typescript}/bin/tsc`
    expect(await project.run(['node', tsc, ...strict, ...options])).toBe('')
  })
})

test('they are not there for an option that is wrong', async () => {
  const project = await createProject(['nodemailer@10', '@types/node@20'])
  const source = "sesTransport({ region: 'ap-nowhere', auth: { user: 'a', pass: 'b' } })"
  await project.write({ 'app.mts': `import { sesTransport } from '${NAME}'\n${source}` })
  const tsc = `${tools.folder}/node_modules/typescript-6.0/bin/tsc`
  await expect(project.run(['node', tsc, ...strict, '--module', 'nodenext', 'app.mts'])).rejects.toThrow(
    /app\.mts\(2,16\): error TS2322: Type '"ap-nowhere"' is not assignable to type 'SesRegion/,
  )
})
