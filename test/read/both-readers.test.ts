// Whatever a tree of parts is made of, its letter is that of the bytes that Nodemailer makes of it.

import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Letter } from '../../lib/letter.ts'
import type { MailMessage } from '../../lib/read/mime-node.ts'
import { type Opening, read } from '../help/open-mail.ts'

interface Node {
  createChild(type: string, options?: { filename?: string }): Node
  setHeader(name: string, value: string): Node
  setContent(content: string | Buffer): Node
}

interface Leaf {
  readonly type: string
  readonly content: string | Buffer
  readonly filename?: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

interface Multipart {
  readonly type: string
  readonly members: readonly Entity[]
}

type Entity = Leaf | Multipart

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'Hello',
    '你好',
    'a \r\n\r\nb',
    '> one \r\n> two',
    '-- \r\nAnn',
    '<p>Hello</p>',
    '<!-- a',
    '--',
    '.',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => value.replace(/[\r\n\0\ufeff]/g, '')),
)
const leaf: fc.Arbitrary<Leaf> = fc.record({
  type: fc.constantFrom(
    'text/plain',
    'text/plain',
    'text/html',
    'text/html',
    'text/plain; format=flowed',
    'text/plain; format=flowed; delsp=yes',
    'text/csv',
    'text/enriched',
    'text/calendar; method=REQUEST',
    'text/html; name="a.html"',
    "text/plain; name*=utf-8''%E4%BD%A0.txt",
    'image/png',
    'application/pkcs7-mime; smime-type=enveloped-data',
    'application/pgp-signature',
    'message/rfc822',
  ),
  content: fc.oneof(
    text,
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  ),
  filename: fc.option(fc.constantFrom('a.pdf', '发票.pdf'), { nil: undefined, freq: 3 }),
  // An inline text without a name is a file only to who knows that the caller gave it as one.
  headers: fc.constantFrom<Record<string, string>>(
    {},
    {},
    { 'Content-Disposition': 'attachment' },
    { 'Content-ID': '<a@b>' },
    { 'Content-Location': 'https://x.example/l.png' },
    { 'Content-Description': 'a' },
  ),
})
const { entity } = fc.letrec<{ entity: Entity; multipart: Multipart }>((tie) => ({
  entity: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('multipart')),
  multipart: fc.record({
    type: fc.constantFrom(
      'multipart/mixed',
      'multipart/alternative',
      'multipart/related',
      'multipart/signed',
      'multipart/report',
    ),
    members: fc.array(tie('entity'), { minLength: 1, maxLength: 4 }),
  }),
}))
const multipart = fc.record({
  type: fc.constantFrom('multipart/mixed', 'multipart/alternative', 'multipart/related'),
  members: fc.array(entity, { minLength: 1, maxLength: 4 }),
})

function append(parent: Node, each: Entity): void {
  if ('members' in each) {
    const child = parent.createChild(each.type)
    for (const member of each.members) append(child, member)
    return
  }
  const { type, content, filename, headers } = each
  const child = parent.createChild(type, filename === undefined ? {} : { filename })
  for (const [name, value] of Object.entries(headers)) child.setHeader(name, value)
  child.setContent(typeof content === 'string' && !/^(?:text|message)\//.test(type) ? Buffer.from(content) : content)
}

test('a letter is the same from a tree and from its bytes', async () => {
  const property = fc.asyncProperty(
    multipart,
    fc.constantFrom('refuse' as const, 'unwrap' as const),
    async (tree, signed) => {
      const build = ({ message }: MailMessage) => {
        const root = message as unknown as Node & { content?: unknown }
        root.content = undefined
        root.setHeader('Content-Type', tree.type)
        for (const member of tree.members) append(root, member)
      }
      const outcome = ({ plugins = [] }: Opening) =>
        read(
          { text: '', messageId: '<a@b>', date: new Date(0) },
          { options: { signed }, plugins: [build, ...plugins] },
        ).then(plain, ({ message }: Error) => message.replace(/^(?:raw|message): the mail/, 'the mail'))
      const asBytes = ({ message }: MailMessage) => message.transform(() => new PassThrough())
      expect(await outcome({ plugins: [asBytes] })).toEqual(await outcome({}))
    },
  )
  await fc.assert(property, { seed: Number(process.env['SEED'] ?? 1), numRuns: Number(process.env['CASES'] ?? 200) })
})

/** Without line ends, which Nodemailer may write otherwise. */
function plain(letter: Letter): unknown {
  const bare = (value: string | undefined) => value?.replace(/[\r\n]+/g, '') || undefined
  return {
    ...letter,
    text: bare(letter.text),
    html: bare(letter.html),
    attachments: letter.attachments.map(({ content, ...file }) => ({
      ...file,
      content: bare(content.toString('latin1')),
    })),
  }
}
