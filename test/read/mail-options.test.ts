import type { SendMailOptions } from 'nodemailer'
import { expect, test } from 'vitest'
import { open } from '../help/open-mail.ts'

const login = { auth: { user: 'noreply@mail.example.com', pass: 'x' } }
const changesOf = async (data: SendMailOptions) => (await open({ text: 'a', ...data }, { options: login })).changes

test.each<[string, SendMailOptions, object[]]>([
  [
    'envelope.from that is another',
    { envelope: { from: 'bounces@mail.example.com', to: 'ann@example.org' } },
    [
      {
        rule: 'envelope',
        field: 'envelope',
        loss: 'none',
        message: 'MAIL FROM is the address logged in with, and not bounces@mail.example.com',
      },
    ],
  ],
  [
    'envelope.from of nobody',
    { envelope: { from: false, to: 'ann@example.org' } as never },
    [expect.objectContaining({ message: 'MAIL FROM is the address logged in with, and not <>' })],
  ],
  ['envelope.from that is the sender', { envelope: { from: 'Shop <noreply@mail.example.com>', to: 'ann@x.org' } }, []],
  ['an envelope without from', { envelope: { to: 'ann@example.org' } }, []],
  [
    'dsn',
    { dsn: { notify: ['failure'] } } as never,
    [
      {
        rule: 'dsn',
        field: 'dsn',
        loss: 'none',
        message: 'no delivery report is asked for: SES offers none over SMTP',
      },
    ],
  ],
  [
    'dsn in the envelope',
    { envelope: { to: 'ann@x.org', dsn: {} } as never },
    [expect.objectContaining({ rule: 'dsn' })],
  ],
  ['auth of the login', { auth: { user: 'NoReply@mail.example.com', pass: 'x' } } as never, []],
  ['nothing', {}, []],
])('%s', async (_, data, changes) => expect(await changesOf(data)).toEqual(changes))

test('auth of another login is refused', () =>
  expect(changesOf({ auth: { user: 'other@mail.example.com', pass: 'S3cret' } } as never)).rejects.toMatchObject({
    name: 'SesError',
    reason: 'sender-refused',
    retry: 'never',
    field: 'auth',
    message: 'auth: the transport has no login other@mail.example.com. Nothing was sent.',
  }))
