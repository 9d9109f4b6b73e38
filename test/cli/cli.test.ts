import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { run } from './run.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }

test.each([
  ['--help', 'Usage: nodemailer-tencentcloud-ses <command> [options]'],
  ['-h', '  emulator   '],
  ['--version', `${version}\n`],
  ['emulator --help', '--no-limits'],
  ['check --help', '--on-loss <send|refuse>'],
  ['verify --help', 'SES_PASSWORD_FILE  a file that has it'],
  ['send --help', '--html-file <file>'],
  ['demo --help', 'Nothing leaves the machine'],
])('%s prints to stdout and ends with 0', async (args, text) => {
  const { status, stdout, stderr } = await run(...args.split(' ')).ended
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain(text)
})

test.each([
  ['', 'Expected a command. Commands: emulator, check, verify, send, demo'],
  ['emulate', "Unknown command 'emulate'. Commands: emulator, check, verify, send, demo"],
  ['--prot', "Unknown option '--prot'. Commands: emulator, check, verify, send, demo"],
  ['constructor', "Unknown command 'constructor'"],
  ['emulator --prot 1', "Unknown option '--prot'\n"],
  ['emulator now', "Unexpected argument 'now'"],
  ['emulator --port', "Option '--port <value>' argument missing"],
  ['emulator --port 65536', "Expected --port to be a whole number from 0 to 65535, got '65536'"],
  ['emulator --web-port 1e3', "Expected --web-port to be a whole number from 0 to 65535, got '1e3'"],
  ['emulator --per-second 0', 'Expected --per-second to be a whole number from 1'],
  ['emulator --per-second 5 --no-limits', 'Expected --per-second or --no-limits, got both'],
  ['emulator --host=', 'Expected --host to be an address, got nothing'],
  ['emulator --reply de', "Expected --reply to be en or zh, got 'de'"],
  ['check --cc both', "Expected --cc to be to, separate or refuse, got 'both'"],
  ['check --bbc separate', "Unknown option '--bbc'\n"],
  ['verify --prot', "Unknown option '--prot'\n"],
  ['verify --timeout 0', "Expected --timeout to be a whole number from 1 to 3600, got '0'"],
  ['verify', 'Expected SES_REGION, SES_HOST or SMTP_URL in the environment, got none'],
  ['send', 'Expected --to, the address of a recipient, got none'],
  ['send --to ann@example.org', 'Expected SES_REGION, SES_HOST or SMTP_URL in the environment, got none'],
  ['demo now', "Unexpected argument 'now'"],
])('%s is complained of on stderr and ends with 2', async (args, text) => {
  const { status, stdout, stderr } = await run(...args.split(' ').filter(Boolean)).ended
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(text)
  expect(stderr).toMatch(/\nSee nodemailer-tencentcloud-ses ((emulator|check|verify|send|demo) )?--help\n$/)
})

test.each([
  ['verify --password Secret4Tests', 'got --password: the list of processes'],
  ['send --to ann@example.org --pass=Secret4Tests', 'got --pass: the list of processes'],
  ['verify Secret4Tests', 'Unexpected argument: expected options alone'],
])('%s: a password on the command line is not taken, nor printed', async (args, text) => {
  const { status, stdout, stderr } = await run(...args.split(' ')).ended
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(text)
  expect(stderr).not.toContain('Secret4Tests')
})

test('demo sends what plain Nodemailer cannot, and ends with 0', async () => {
  const { status, stdout, stderr } = await run('demo').ended
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/\nTo, Cc and Bcc\n {2}plain Nodemailer {2}refused: .+\n {2}sesTransport {6}sent\n/)
  expect(stdout).toMatch(/\n72 mails: \d+ through plain Nodemailer, 72 through sesTransport\.\n74 letters arrived /)
})
