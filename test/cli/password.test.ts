import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askHidden, refusePasswordOption } from '../../lib/cli/password.ts'

/** What is typed, and what is shown. */
function ask(typed: string) {
  const input = new PassThrough()
  const output = new PassThrough()
  const answer = askHidden('Password: ', input, output)
  input.write(typed)
  return { answer, shown: () => String(output.read()) }
}

test('what is typed is not shown', async () => {
  const { answer, shown } = ask('Secret4\x7f4Tests\r')
  expect(await answer).toBe('Secret4Tests')
  expect(shown()).toBe('Password: \n')
})

test.each([
  ['nothing', '\r'],
  ['Ctrl+C', 'Secret\x03'],
  ['Ctrl+D', '\x04'],
])('%s is no password', async (_, typed) =>
  expect(ask(typed).answer).rejects.toThrow('Expected a password, got nothing'),
)

test.each(['--password', '--password=Secret4Tests', '--pass', '-p', '--PW', '-passwd=x'])('%s is refused', (option) => {
  const refuse = () => refusePasswordOption(['--to', 'ann@example.org', option, 'Secret4Tests'])
  expect(refuse).toThrow(/^Expected the password in SES_PASSWORD, .* got --?\w+: the list of processes/)
  expect(refuse).not.toThrow('Secret4Tests')
})

test('other options and what is given to them are not', () =>
  refusePasswordOption(['--to', 'passenger@example.org', '--text', 'password', '--port', '1', '--password-file', 'x']))
