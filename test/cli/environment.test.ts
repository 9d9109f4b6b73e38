import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isUsageError } from '../../lib/cli/command.ts'
import { readAccount } from '../../lib/cli/environment.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-environment-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const user = 'noreply@mail.example.com'
const pass = 'Secret4Tests'
const login = { SES_USER: user, SES_PASSWORD: pass }
const none = undefined

test.each([
  [{ SES_REGION: 'ap-singapore', ...login }, { region: 'ap-singapore' }],
  [
    { SES_HOST: 'smtp.example', SES_PORT: '587', ...login },
    { host: 'smtp.example', port: '587' },
  ],
  [
    { SES_REGION: 'ap-hongkong', SES_PROXY: 'http://p:q@proxy.example:3128', ...login },
    { region: 'ap-hongkong', proxy: 'http://p:q@proxy.example:3128' },
  ],
  [{ SMTP_URL: `smtps://noreply%40mail.example.com:${pass}@smtp.example:465` }, { host: 'smtp.example', port: 465 }],
  [{ SMTP_URL: '', SES_PORT: '', SES_REGION: 'ap-guangzhou', ...login }, { region: 'ap-guangzhou' }],
])('%j', async (environment, place) =>
  expect(await readAccount(environment, none)).toEqual({ ...place, auth: { user, pass } }),
)

test.each([
  [{}, 'Expected SES_REGION, SES_HOST or SMTP_URL in the environment, got none'],
  [{ SES_REGION: 'ap-singapore', SES_PASSWORD: pass }, 'Expected SES_USER, the sender address, in the environment'],
  [{ SES_REGION: 'ap-singapore', SES_USER: user }, 'or a terminal to ask at, got none'],
  [
    { SES_REGION: 'ap-tokyo', ...login },
    "Expected SES_REGION to be one of 'ap-hongkong', 'ap-guangzhou', 'ap-singapore'",
  ],
  [{ SES_REGION: 'ap-singapore', SES_HOST: 'smtp.example', ...login }, 'Expected SES_REGION or SES_HOST, got both'],
  [{ SES_HOST: 'smtp.example', SES_PORT: 'smtps', ...login }, 'Expected SES_PORT to be a whole number from 1 to 65535'],
  [
    { SES_HOST: 'smtp.example', SES_PROXY: `socks5://u:${pass}@proxy`, ...login },
    'Expected SES_PROXY to be a URL of http',
  ],
  [{ SMTP_URL: `https://u:${pass}@smtp.example` }, 'SMTP_URL: Expected a URL of the form'],
  [
    { SMTP_URL: `smtps://u:${pass}@smtp.example`, ...login },
    'Expected SMTP_URL or SES_USER in the environment, got both',
  ],
  [{ SES_HOST: 'smtp.example', SES_PASSWORD_FILE: 'a', ...login }, 'Expected SES_PASSWORD or SES_PASSWORD_FILE in the'],
])('%j is a mistake of the user, told without the password', async (environment, message) => {
  const error = await readAccount(environment, none).catch((error) => error)
  expect(error.message).toContain(message)
  expect(error.message).not.toContain(pass)
  expect(isUsageError(error)).toBe(true)
})

test('a password file has one line', async () => {
  const withFile = async (content: string | Buffer) => {
    await writeFile(join(folder, 'password'), content)
    const environment = { SES_HOST: 'smtp.example', SES_USER: user, SES_PASSWORD_FILE: join(folder, 'password') }
    return readAccount(environment, none).then(
      ({ auth }) => auth.pass,
      ({ message }) => message,
    )
  }
  expect(await withFile(`${pass}\n`)).toBe(pass)
  expect(await withFile(` ${pass} \r\n`)).toBe(` ${pass} `)
  const other = 'SES_PASSWORD_FILE: expected a password and nothing else, got another text'
  for (const content of ['', '\n', `${pass}\n${pass}\n`, Buffer.alloc(30_000_000, 'a')])
    expect(await withFile(content)).toBe(other)
})

test.each([
  ['missing', 'no such file'],
  ['.', 'a directory, expected a file'],
])('a password file that cannot be read: %s', async (name, problem) => {
  const environment = { SES_HOST: 'smtp.example', SES_USER: user, SES_PASSWORD_FILE: join(folder, name) }
  await expect(readAccount(environment, none)).rejects.toThrow(`SES_PASSWORD_FILE: ${problem}`)
})

test('a person is asked for the password, but not before everything else is right', async () => {
  const asked: string[] = []
  const prompt = async (question: string) => {
    asked.push(question)
    return pass
  }
  const environment = { SES_HOST: 'smtp.example', SES_USER: user }
  await expect(readAccount({ ...environment, SES_PORT: '0' }, prompt)).rejects.toThrow('SES_PORT')
  expect(asked).toEqual([])
  expect((await readAccount(environment, prompt)).auth.pass).toBe(pass)
  expect(asked).toEqual([`SMTP password of ${user}: `])
})
