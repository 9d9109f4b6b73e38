// The package as it is installed: what comes with it, how large it is, and each layout of `node_modules`.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'
import { programs, sent } from '../package/programs.ts'
import { snippet } from '../package/snippets.ts'
import { startPackedEmulator } from './emulator.ts'
import { createProject, openProject, temporaryFolder } from './project.ts'

const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`

test('brings what it needs and nothing else', async () => {
  const project = openProject(await temporaryFolder())
  const command = await snippet('Install', 0)
  await project.run(['sh', '-c', command.replace('nodemailer-tencentcloud-ses', inject('packed').tarball)])
  const { packages } = JSON.parse(await readFile(join(project.folder, 'package-lock.json'), 'utf8'))
  expect(Object.keys(packages).sort()).toEqual([
    '',
    'node_modules/bottleneck',
    'node_modules/is-network-error',
    'node_modules/nodemailer',
    'node_modules/nodemailer-tencentcloud-ses',
    'node_modules/p-retry',
    'node_modules/postal-mime',
  ])
  const [installed] = (await project.run(['du', '-sb', 'node_modules'])).split('\t')
  const [ours] = (await project.run(['du', '-sb', 'node_modules/nodemailer-tencentcloud-ses'])).split('\t')
  console.log(`installed with Nodemailer: ${kB(Number(installed))}, of it this package: ${kB(Number(ours))}`)
})

test('the size of a bundle', async () => {
  const project = await createProject(['nodemailer', 'esbuild@0.28'])
  const bundle = async (name: string, source: string) => {
    await project.write({ 'app.mjs': source })
    const options = ['--bundle', '--minify', '--platform=node', '--format=esm', '--external:nodemailer']
    const code = await project.run(['esbuild', 'app.mjs', ...options])
    console.log(`${name}: ${kB(code.length)} minified, ${kB(gzipSync(code).length)} gzipped`)
    return code
  }
  const used = await bundle('transport', `export { sesTransport } from 'nodemailer-tencentcloud-ses'`)
  const unused = await bundle('nothing of it', `import { sesTransport } from 'nodemailer-tencentcloud-ses'`)
  expect(used).toContain('TencentCloudSES')
  expect(unused).not.toContain('TencentCloudSES')
})

const npm = ['npm', 'install', '--prefer-offline']
const pnpm = ['npx', '--yes', 'pnpm@10']
const yarn = ['npx', '--yes', '@yarnpkg/cli-dist@4']

test.each([
  { layout: 'npm, nested', install: [...npm, '--install-strategy=nested'], node: ['node'] },
  { layout: 'npm, linked', install: [...npm, '--install-strategy=linked'], node: ['node'] },
  { layout: 'pnpm', install: [...pnpm, 'install', '--prefer-offline'], node: ['node'] },
  { layout: 'Yarn with Plug and Play', install: [...yarn, 'install', '--no-immutable'], node: [...yarn, 'node'] },
])('$layout', async ({ install, node }) => {
  const project = openProject(await temporaryFolder())
  const dependencies = { nodemailer: '10', 'nodemailer-tencentcloud-ses': `file:${inject('packed').tarball}` }
  await project.write({ ...programs, 'package.json': JSON.stringify({ private: true, dependencies }) })
  await project.run(install)
  for (const file of Object.keys(programs)) {
    expect(JSON.parse(await project.run([...node, file]))).toEqual(sent)
  }
})

test('a URL in place of the options, with the certificate that Node is given', async () => {
  const project = await createProject(['nodemailer'])
  const ses = await startPackedEmulator({ host: 'localhost' })
  const { auth, port, tls } = ses.transport
  await project.write({
    'ca.pem': tls.ca,
    'app.mjs': `
import { createTransport } from 'nodemailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
const transporter = createTransport(sesTransport(process.env.SMTP_URL))
const info = await transporter.sendMail({ from: '${auth.user}', to: 'ann@example.org', subject: 'Hi', text: 'Hi' })
console.log(info.response)`,
  })
  const SMTP_URL = `smtps://${encodeURIComponent(auth.user)}:${auth.pass}@localhost:${port}`
  const output = await project.run(['node', 'app.mjs'], { env: { SMTP_URL, NODE_EXTRA_CA_CERTS: 'ca.pem' } })
  await ses.close()
  expect(output).toBe('250 2.0.0 OK: queued\n')
})
