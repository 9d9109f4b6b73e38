// Nodemailer's plugins keep their effect on what arrives: `compile` on the options, `stream` on the tree and on its bytes.

import { Transform } from 'node:stream'
import type { SendMailOptions } from 'nodemailer'
// @ts-expect-error The package has no types.
import { htmlToText } from 'nodemailer-html-to-text'
import { describe, expect, it } from 'vitest'
import type { ReceivedLetter } from '../../lib/emulator/index.ts'
import { headersOf, type Mail, type Plugin, plugin, replacing, type Sent, send } from '../help/plugins.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')
const dataUrl = 'data:image/png;base64,iVBORw0KGgo='

const changesOf = ({ info }: Sent) => info.ses?.changes.map(({ rule, field }) => `${rule} ${field}`)
const filesOf = ({ attachments }: ReceivedLetter) => attachments.map(({ name, content }) => [name, content.toString()])

describe('compile', () => {
  it('nodemailer-html-to-text makes the text', async () => {
    const { letter } = await send({ ...mailWith({ html: '<h1>Hi</h1><p>Grüße, <b>Ann</b></p>' }), text: undefined }, [
      htmlToText(),
    ])
    expect(letter.html).toBe('<h1>Hi</h1><p>Grüße, <b>Ann</b></p>')
    expect(letter.text).toBe('HI\r\n\r\nGrüße, Ann')
  })

  it('nodemailer-html-to-text reads HTML that is a Buffer or an object', async () => {
    const html = Buffer.from('<p>Grüße</p>')
    for (const each of [html, { content: html }, { path: 'data:text/html,<p>Gr%C3%BC%C3%9Fe</p>' }]) {
      const { letter } = await send({ ...mailWith({ html: each }), text: undefined }, [htmlToText()])
      expect([letter.text, letter.html]).toEqual(['Grüße', '<p>Grüße</p>'])
    }
  })

  it("a template engine, such as Nest's, sets the HTML when it is ready", async () => {
    const engine: Plugin = (mail, done) => {
      const { template, context } = mail.data as { template?: string; context?: { name: string } }
      setTimeout(() => {
        mail.data.html = `<p>${template}: Hello, ${context?.name}</p>`
        done()
      }, 5)
    }
    const { letter, info } = await send({ ...mailWith(), ...{ template: 'order', context: { name: '安' } } }, [engine])
    expect([letter.text, letter.html]).toEqual(['Hello, Ann', '<p>order: Hello, 安</p>'])
    expect(info.ses?.changes).toEqual([])
  })

  it('one that embeds images by cid', async () => {
    const embed = plugin(({ data }) => {
      data.html = String(data.html).replace('/logo.png', 'cid:logo')
      data.attachments = [...(data.attachments ?? []), { filename: 'logo.png', cid: 'logo', content: png }]
    })
    const mail = mailWith({ html: '<img src="/logo.png">', attachments: [{ filename: 'a.txt', content: 'a' }] })
    const sent = await send(mail, [embed])
    expect(sent.letter.html).toBe(`<img src="${dataUrl}">`)
    expect(filesOf(sent.letter)).toEqual([['a.txt', 'a']])
    expect(changesOf(sent)).toEqual(['inline-images logo.png'])
    expect(mail.attachments).toHaveLength(1)
  })

  it('one that adds recipients, hidden ones too', async () => {
    const add = plugin(({ data }) => {
      data.to = [data.to as string, 'bob@example.org']
      data.bcc = 'audit@example.org'
    })
    const { letters } = await send(mailWith(), [add])
    expect(letters.map(({ to, envelope }) => [to, envelope.to])).toEqual(
      [['ann@example.org', 'bob@example.org'], ['audit@example.org']].map((to) => [to, to]),
    )
    expect(letters[0]?.raw.toString()).not.toContain('audit')
  })

  it.each<[string, Plugin]>([
    ['resolveAll', (mail, done) => mail.resolveAll((error) => done(error))],
    ['resolveContent', (mail, done) => mail.resolveContent(mail.data, 'html', (error) => done(error))],
  ])('one that reads the content first: %s', async (_method, resolve) => {
    const { letter } = await send(
      mailWith({
        text: { content: 'Hello' },
        html: { path: 'data:text/html,<p>Hi' },
        icalEvent: 'BEGIN:VCALENDAR',
        attachments: [{ filename: 'a.txt', path: 'data:,a' }],
      }),
      [resolve],
    )
    expect([letter.text, letter.html]).toEqual(['Hello', '<p>Hi'])
    expect(filesOf(letter)).toEqual([
      ['a.txt', 'a'],
      ['invite.ics', 'BEGIN:VCALENDAR'],
    ])
  })

  it('several, in their order', async () => {
    const append = (word: string): Plugin =>
      plugin(({ data }) => {
        data.text += word
      })
    const late: Plugin = (mail, done) =>
      setImmediate(() => {
        mail.data.text += ' 2'
        done()
      })
    expect((await send(mailWith({ text: '0' }), [append(' 1'), late, append(' 3')])).letter.text).toBe('0 1 2 3')
  })
})

describe('stream', () => {
  it('one that sets, adds and replaces headers', async () => {
    const { letter } = await send(
      mailWith(),
      [],
      [
        plugin(({ message }) => {
          message.setHeader('X-Set', 'Grüße')
          message.addHeader('X-Added', ['1', '2'])
          message.setHeader('Subject', 'By plugin')
          message.setHeader('Reply-To', 'help@example.org')
          message.setHeader('Message-ID', '<plugin@example.com>')
        }),
      ],
    )
    expect(letter.subject).toBe('By plugin')
    expect(headersOf(letter, 'x-added')).toEqual(['1', '2'])
    expect(headersOf(letter, 'x-set')).toEqual(['=?UTF-8?B?R3LDvMOfZQ==?='])
    expect(headersOf(letter, 'reply-to')).toEqual(['help@example.org'])
    expect(headersOf(letter, 'message-id')).toEqual(['<plugin@example.com>'])
  })

  it('one that changes who gets it', async () => {
    const { letters } = await send(
      mailWith(),
      [],
      [
        plugin(({ message }) => {
          message.setHeader('To', 'bob@example.org')
          message.setHeader('Bcc', 'audit@example.org')
        }),
      ],
    )
    expect(letters.map(({ to }) => to)).toEqual([['bob@example.org'], ['audit@example.org']])
  })

  it('one that sets the envelope', async () => {
    const { letters } = await send(
      mailWith(),
      [],
      [
        plugin(
          ({ message }) => void message.setEnvelope({ from: sender, to: ['ann@example.org', 'audit@example.org'] }),
        ),
      ],
    )
    expect(letters.map(({ to }) => to)).toEqual([['ann@example.org'], ['audit@example.org']])
  })

  it.each<[string, SendMailOptions, (mail: Mail) => void, object]>([
    ['changes the content of the root', {}, ({ message }) => void message.setContent('Other'), { text: 'Other' }],
    [
      'changes the content of a form',
      { html: '<p>Hi' },
      ({ message }) => void message.childNodes[1]?.setContent('<p>Other'),
      { text: 'Hello, Ann', html: '<p>Other' },
    ],
    [
      'removes a form',
      { html: '<p>Hi' },
      ({ message }) => void message.childNodes[0]?.remove(),
      { text: undefined, html: '<p>Hi' },
    ],
    [
      'gives a form in another charset',
      { html: '<p>Hi' },
      ({ message }) =>
        void message.childNodes[1]
          ?.setHeader('Content-Type', 'text/html; charset=gbk')
          .setContent(Buffer.from([0xc4, 0xe3])),
      { text: 'Hello, Ann', html: '你' },
    ],
  ])('one that %s', async (_what, fields, edit, bodies) =>
    expect((await send(mailWith(fields), [], [plugin(edit)])).letter).toMatchObject(bodies),
  )

  it.each<[string, SendMailOptions]>([
    ['text', {}],
    ['text and HTML', { html: '<p>Hi' }],
  ])('one that appends files to the tree: %s', async (_bodies, fields) => {
    const { letter, info } = await send(
      mailWith({ ...fields, attachments: [{ filename: 'a.txt', content: 'a' }] }),
      [],
      [
        plugin(({ message }) => {
          message.createChild('application/pdf', { filename: 'b.pdf' }).setContent('b')
          message.createChild('text/csv').setContent('1;2')
          message.createChild('image/png').setContent(png)
        }),
      ],
    )
    expect([letter.text, letter.html]).toEqual(['Hello, Ann', fields.html])
    expect(letter.attachments.map(({ name, content }) => [name, content])).toEqual([
      ['a.txt', Buffer.from('a')],
      ['b.pdf', Buffer.from('b')],
      ['attachment-3.csv', Buffer.from('1;2')],
      ['attachment-4.png', png],
    ])
    expect(info.ses?.changes.map(({ rule }) => rule)).toEqual(['file-names', 'file-names'])
  })

  it('one that appends a text and files to the tree', async () => {
    const { letter } = await send(
      mailWith({ attachments: [{ filename: 'a.txt', content: 'a' }] }),
      [],
      [
        plugin(({ message }) => {
          message.createChild('text/plain').setContent('Footer')
          message.createChild('application/pdf', { filename: 'b.pdf' }).setContent('b')
          message.createChild('image/png').setContent(png)
        }),
      ],
    )
    expect(letter.text?.split(/[\r\n]+/)).toEqual(expect.arrayContaining(['Hello, Ann', 'Footer']))
    expect(letter.attachments.map(({ name, content }) => [name, content])).toEqual([
      ['a.txt', Buffer.from('a')],
      ['b.pdf', Buffer.from('b')],
      ['attachment-3.png', png],
    ])
  })

  it('one that puts another message in its place', async () => {
    const { letter } = await send(
      mailWith(),
      [],
      [
        plugin((mail) => {
          const Node = mail.message.constructor as new (type: string) => Mail['message']
          const message = new Node('multipart/alternative')
          message.setHeader([
            { key: 'From', value: sender },
            { key: 'To', value: 'bob@example.org' },
            { key: 'Subject', value: 'Other' },
          ])
          message.createChild('text/plain').setContent('Other text')
          message.createChild('text/html').setContent('<p>Other')
          mail.message = message
        }),
      ],
    )
    expect(letter).toMatchObject({ to: ['bob@example.org'], subject: 'Other', text: 'Other text', html: '<p>Other' })
  })

  const fields: SendMailOptions = {
    from: `商店 <${sender}>`,
    subject: 'Grüße an Ann',
    text: 'Hello, Ann',
    html: '<p>Hello, Ann</p><img src="cid:l">',
    bcc: 'audit@example.org',
    attachments: [
      { filename: 'l.png', cid: 'l', content: png },
      { filename: '发票.pdf', content: png },
    ],
  }
  it.each<[string, (mail: Mail) => void]>([
    ['transform, a function', ({ message }) => message.transform(() => replacing('Ann', 'Eva'))],
    ['transform, a stream', ({ message }) => message.transform(replacing('Ann', 'Eva'))],
    ['processFunc', ({ message }) => message.processFunc((input) => input.pipe(replacing('Ann', 'Eva')))],
    [
      'transform, with the Bcc header kept',
      ({ message }) => {
        message.keepBcc = true
        message.transform(() => replacing('Ann', 'Eva'))
      },
    ],
  ])('%s: what its bytes say arrives, the recipients are those of before', async (_way, edit) => {
    const sent = await send(mailWith(fields), [], [plugin(edit)])
    const [shown, hidden] = sent.letters
    expect(sent.letters.map(({ to }) => to)).toEqual([['ann@example.org'], ['audit@example.org']])
    expect(shown?.raw.toString()).not.toContain('audit')
    for (const letter of [shown, hidden]) {
      expect(letter).toMatchObject({
        from: `商店 <${sender}>`,
        html: expect.stringContaining(`<p>Hello, Eva</p><img src="${dataUrl}">`),
      })
      expect(letter?.text?.trim()).toBe('Hello, Eva')
      expect(letter?.attachments.map(({ name, content }) => [name, content])).toEqual([['发票.pdf', png]])
    }
  })

  it('several of every kind, in their order', async () => {
    const { letter } = await send(
      mailWith({ text: 'a' }),
      ['b', 'c'].map((word) =>
        plugin(({ data }) => {
          data.text += word
        }),
      ),
      [
        plugin(({ message }) => void message.setHeader('X-A', '1')),
        plugin(({ message }) => message.transform(() => replacing('abc', 'abcd'))),
        plugin(({ message }) => message.transform(() => replacing('abcd', 'abcde'))),
        plugin(({ message }) => message.processFunc((input) => input.pipe(replacing('abcde', 'done')))),
      ],
    )
    expect(letter.text?.trim()).toBe('done')
    expect(headersOf(letter, 'x-a')).toEqual(['1'])
  })
})

describe('a plugin that fails: its error reaches the caller, and nothing is sent', () => {
  const broken = new Error('template gone')

  it.each(['compile', 'stream'])('%s, by its callback', async (step) => {
    const { ses, ours } = await openStage()
    ours.use(step, (_, done) => setImmediate(() => done(broken)))
    await expect(ours.sendMail(mailWith())).rejects.toBe(broken)
    expect(ses.transcript).toEqual([])
  })

  it.each<[string, (mail: Mail) => void]>([
    [
      'transform that fails',
      ({ message }) => message.transform(() => new Transform({ transform: (_c, _e, done) => done(broken) })),
    ],
    [
      'transform that throws',
      ({ message }) =>
        message.transform(() => {
          throw broken
        }),
    ],
    [
      'processFunc that throws',
      ({ message }) =>
        message.processFunc(() => {
          throw broken
        }),
    ],
    [
      'processFunc that throws what is no error',
      ({ message }) =>
        message.processFunc(() => {
          throw 'template gone'
        }),
    ],
    [
      'processFunc that fails',
      ({ message }) =>
        message.processFunc((input) => {
          const output = replacing('a', 'b')
          input.on('data', () => output.destroy(broken))
          return output
        }),
    ],
  ])('%s', async (_what, edit) => {
    const { ses, ours } = await openStage()
    ours.use('stream', plugin(edit))
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
      reason: 'message-invalid',
      retry: 'never',
      delivered: 'no',
      attempts: 0,
      field: 'message',
      message: 'message: could not be read: template gone',
    })
    expect(ses.transcript).toEqual([])
  })

  it('a normalizeHeaderKey that throws', async () => {
    const { ses, ours } = await openStage()
    const normalizeHeaderKey = () => {
      throw broken
    }
    expect(await failureOf(ours.sendMail(mailWith({ normalizeHeaderKey })))).toMatchObject({
      delivered: 'no',
      attempts: 0,
      message: 'The mail was not sent: template gone',
      cause: broken,
    })
    expect(ses.transcript).toEqual([])
  })

  it('a transform that never ends: not for ever', async () => {
    const { ses, ours } = await openStage({}, { timeouts: { socketMs: 50 } })
    ours.use(
      'stream',
      plugin(({ message }) => message.transform(() => new Transform({ transform() {} }))),
    )
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ field: 'message', delivered: 'no' })
    expect(ses.ledger).toEqual([])
  })

  it('and the next mail goes', async () => {
    const { ses, ours } = await openStage()
    const errors = [broken, null]
    ours.use('compile', (_, done) => done(errors.shift()))
    await expect(ours.sendMail(mailWith())).rejects.toBe(broken)
    await ours.sendMail(mailWith())
    expect(ses.inbox).toHaveLength(1)
  })
})
