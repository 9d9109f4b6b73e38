// Bodies: each of Nodemailer's options, and the letter that arrives.

import { Readable } from 'node:stream'
import { describe } from 'vitest'
import { isNodemailerSince } from '../../help/nodemailer-version.ts'
import { parsed, type Row, testRows, untyped } from './rows.ts'
import { openSources } from './sources.ts'

const gbk = Buffer.from('c4e3bac3', 'hex') // 你好
const ics = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'
const png = Buffer.from('89504e470d0a1a0a', 'hex')
const { pathOf, urlOf } = await openSources({
  'a.txt': 'from a file',
  'bom.txt': '\ufefffrom a file',
  'gbk.txt': gbk,
  'a.ics': ics,
})
const stream = (...chunks: (string | Buffer)[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))

const text: readonly Row[] = [
  ['text', { text: 'Hello' }, { text: 'Hello' }],
  ['text: Unicode', { text: 'Grüße 你好 😀' }, { text: 'Grüße 你好 😀' }],
  ['text: lines, with CRLF as mails have', { text: 'a\nb\r\n\nc\n' }, { text: 'a\r\nb\r\n\r\nc\r\n' }],
  ['text: white space', { text: '  a \t\n b ' }, { text: '  a \t\r\n b ' }],
  ['text: dots and dashes', { text: '.\n..\n--\n-- \nFrom me' }, { text: '.\r\n..\r\n--\r\n-- \r\nFrom me' }],
  ['text: a line of 5,000', { text: 'x'.repeat(5_000) }, { text: 'x'.repeat(5_000) }],
  [
    'text: NUL, and half a surrogate pair',
    { text: 'a\0b\ud800' },
    { text: 'a\ufffdb\ufffd', changes: ['unicode text (presentation)'] },
  ],
  ['text: a Buffer', { text: Buffer.from('Grüße') }, { text: 'Grüße' }],
  [
    'text: a stream, cut within a character',
    () => ({ text: stream(Buffer.from([0xe4, 0xbd]), Buffer.from([0xa0])) }),
    { text: '你' },
  ],
  ['text: an object', { text: { content: 'Grüße' } }, { text: 'Grüße' }],
  ['text: an object with a Buffer', { text: { content: Buffer.from('Grüße') } }, { text: 'Grüße' }],
  ['text: an object with a stream', () => ({ text: { content: stream('Grüße') } }), { text: 'Grüße' }],
  [
    'text: Base64',
    { text: { content: Buffer.from('Grüße').toString('base64'), encoding: 'base64' } },
    { text: 'Grüße' },
  ],
  ['text: hex', { text: { content: Buffer.from('Grüße').toString('hex'), encoding: 'hex' } }, { text: 'Grüße' }],
  ['text: path', { text: { path: pathOf('a.txt') } }, { text: 'from a file' }],
  ['text: path, with a byte order mark', { text: { path: pathOf('bom.txt') } }, { text: 'from a file' }],
  ['text: path that is a URL', { text: { path: urlOf('a.txt') } }, { text: 'from a URL' }],
  ['text: href', { text: { href: urlOf('a.txt') } }, { text: 'from a URL' }],
  [
    'text: httpHeaders',
    { text: { href: urlOf('a.txt'), httpHeaders: { Authorization: 'me' } } },
    { text: isNodemailerSince('10.0.4') ? 'from a URL, for me' : 'from a URL' },
  ],
  ['text: a redirect', { text: { href: urlOf('moved') } }, { text: 'from a URL' }],
  ['text: a data URL', { text: { path: 'data:text/plain;base64,R3LDvMOfZQ==' } }, { text: 'Grüße' }],
  [
    'text: raw',
    { text: { raw: 'Content-Type: text/plain\r\n\r\nHello' }, html: '<p>Hi' },
    { text: parsed('Hello'), html: parsed('<p>Hi') },
  ],
  [
    'text: headers',
    { text: { content: 'Hello', headers: { 'X-Part': 'a' } } },
    { text: 'Hello', headers: { 'x-part': 'a' } },
  ],
  [
    'text: contentTransferEncoding',
    { text: { content: 'Grüße', contentTransferEncoding: 'quoted-printable' } },
    { text: 'Grüße' },
  ],
  ['text: 1,000,000 bytes', { text: 'x'.repeat(1_000_000) }, { text: 'x'.repeat(1_000_000) }],
  ['text: more', { text: 'x'.repeat(1_000_001) }, { refused: 'text', reason: 'message-too-large' }],
  ['text: none', untyped({ text: undefined }), { refused: 'body' }],
  ['text: empty', { text: '' }, { refused: 'body' }],
  ['text: white space alone', { text: ' \n ' }, { refused: 'body' }],
  ['text: a number', untyped({ text: 5 }), { refused: 'text' }],
  ['text: bytes that are not UTF-8', { text: gbk }, { refused: 'text' }],
  ['text: a file that is not UTF-8', { text: { path: pathOf('gbk.txt') } }, { refused: 'text' }],
  // Nodemailer makes bytes of it, and declares them as UTF-8.
  ['text: a string with encoding latin1', { text: { content: 'Grüße', encoding: 'latin1' } }, { refused: 'text' }],
  ['text: a file that is not there', { text: { path: pathOf('none') } }, { refused: 'text' }],
]

const html: readonly Row[] = [
  ['html', { text: '', html: '<p>Grüße</p>' }, { text: undefined, html: '<p>Grüße</p>' }],
  ['html: beside text', { html: '<p>Hi' }, { html: '<p>Hi' }],
  [
    'html: beside a text of white space',
    { text: ' \n', html: '<p>Hi' },
    { text: undefined, html: '<p>Hi', changes: ['body text'] },
  ],
  ['html: white space, beside text', { html: ' ' }, { changes: ['body html'] }],
  ['html: a line of 5,000', { html: `<p>${'x'.repeat(5_000)}` }, { html: `<p>${'x'.repeat(5_000)}` }],
  ['html: a meta of another charset', { html: '<meta charset="gbk"><p>你好' }, { html: '<meta charset="gbk"><p>你好' }],
  [
    'html: a data URL in it',
    { html: '<img src="data:image/png;base64,iVBORw0KGgo=">' },
    { html: '<img src="data:image/png;base64,iVBORw0KGgo=">' },
  ],
  ['html: a Buffer', { html: Buffer.from('<p>Grüße') }, { html: '<p>Grüße' }],
  ['html: a stream', () => ({ html: stream('<p>', 'Grüße') }), { html: '<p>Grüße' }],
  ['html: an object', { html: { content: '<p>Hi' } }, { html: '<p>Hi' }],
  ['html: path', { html: { path: pathOf('a.txt') } }, { html: 'from a file' }],
  ['html: href', { html: { href: urlOf('a.txt') } }, { html: 'from a URL' }],
  [
    'html: over 1 MB with the text',
    { text: 'x'.repeat(500_000), html: 'x'.repeat(500_001) },
    { refused: 'body', reason: 'message-too-large' },
  ],
  [
    'html: in a charset that its contentType names',
    untyped({ html: { content: gbk, contentType: 'text/html; charset=gbk' } }),
    { refused: 'html' },
  ],
  [
    'html: a URL that is not there',
    { html: { href: 'http://127.0.0.1:1/' }, disableUrlAccess: true },
    { refused: 'html' },
  ],
]

const forms: readonly Row[] = [
  [
    'watchHtml',
    { html: '<p>Hi', watchHtml: '<b>Hi' },
    { html: '<p>Hi', changes: ['alternatives alternatives (presentation)'] },
  ],
  [
    'watchHtml: an object, beside text',
    { watchHtml: { content: '<b>Hi' } },
    { changes: ['alternatives alternatives (presentation)'] },
  ],
  ['watchHtml: alone', { text: '', watchHtml: '<b>Hi' }, { refused: 'alternatives' }],
  [
    'amp',
    { html: '<p>Hi', amp: '<html ⚡4email>' },
    { html: '<p>Hi', changes: ['alternatives alternatives (presentation)'] },
  ],
  [
    'amp: an object with a path',
    { amp: { path: pathOf('a.txt') } },
    { changes: ['alternatives alternatives (presentation)'] },
  ],
  ['amp: alone', { text: '', amp: '<html ⚡4email>' }, { refused: 'alternatives' }],
  [
    'amp: with files alone',
    { text: '', amp: '<html ⚡4email>', attachments: [{ filename: 'a.txt', content: 'a' }] },
    { refused: 'alternatives' },
  ],
  ['alternatives: HTML', { alternatives: [{ contentType: 'text/html', content: '<p>Hi' }] }, { html: '<p>Hi' }],
  [
    'alternatives: one, not in a list',
    untyped({ alternatives: { contentType: 'text/html', content: '<p>Hi' } }),
    { html: '<p>Hi' },
  ],
  [
    'alternatives: alone',
    { text: '', alternatives: [{ contentType: 'text/html', content: '<p>Hi' }] },
    { text: undefined, html: '<p>Hi' },
  ],
  ['alternatives: without a type', { text: '', alternatives: [{ content: 'Hi' }] }, { text: 'Hi' }],
  [
    'alternatives: the type of its path',
    { alternatives: [{ path: pathOf('a.txt') }] },
    {
      text: 'from a file',
      changes: ['alternatives alternatives (presentation)'],
    },
  ],
  ['alternatives: href', { alternatives: [{ contentType: 'text/html', href: urlOf('a') }] }, { html: 'from a URL' }],
  [
    'alternatives: a stream',
    () => ({ alternatives: [{ contentType: 'text/html', content: stream('<p>Hi') }] }),
    { html: '<p>Hi' },
  ],
  [
    'alternatives: Base64',
    { alternatives: [{ contentType: 'text/html', content: 'PHA+SGk=', encoding: 'base64' }] },
    { html: '<p>Hi' },
  ],
  [
    'alternatives: another charset',
    { text: '', alternatives: [{ contentType: 'text/html; charset=GBK', content: gbk }] },
    { text: undefined, html: '你好' },
  ],
  [
    'alternatives: a string with encoding latin1',
    {
      text: '',
      alternatives: [{ contentType: 'text/plain; charset=iso-8859-1', content: 'Grüße', encoding: 'latin1' }],
    },
    { text: 'Grüße' },
  ],
  [
    'alternatives: bytes of another charset',
    { alternatives: [{ contentType: 'text/html', content: gbk }] },
    { refused: 'html' },
  ],
  [
    'alternatives: raw',
    { alternatives: [{ raw: 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Grüße' }] },
    {
      text: parsed('Hello, Ann'),
      html: parsed('<p>Grüße'),
    },
  ],
  [
    'alternatives: a second HTML, which mail programs take',
    { html: '<p>1', alternatives: [{ contentType: 'text/html', content: '<p>2' }] },
    {
      html: '<p>2',
      changes: ['alternatives alternatives (presentation)'],
    },
  ],
  [
    'alternatives: another form of text',
    { alternatives: [{ contentType: 'text/x-web-markdown', content: '# Hi' }] },
    {
      changes: ['alternatives alternatives (presentation)'],
    },
  ],
  [
    'alternatives: what is no text',
    { alternatives: [{ contentType: 'application/json', content: '{}' }] },
    {
      files: [['attachment-1.bin', '{}']],
      changes: ['file-names attachments[0]', 'file-types attachments[0]'],
    },
  ],
  [
    'alternatives: with a name',
    { alternatives: [{ filename: 'a.csv', contentType: 'text/csv', content: '1;2' }] },
    { files: [['a.csv', '1;2']] },
  ],
]

const calendar = ['calendar icalEvent (presentation)']
const invite = { files: [['invite.ics', ics]], changes: calendar } as const
const icalEvent: readonly Row[] = [
  ['icalEvent', { icalEvent: ics }, invite],
  ['icalEvent: a Buffer', () => ({ icalEvent: Buffer.from(ics) }), invite],
  ['icalEvent: a stream', () => ({ icalEvent: stream(ics) }), invite],
  ['icalEvent: method', { icalEvent: { method: 'REQUEST', content: ics } }, invite],
  ['icalEvent: a stream in an object', () => ({ icalEvent: { method: 'request', content: stream(ics) } }), invite],
  [
    'icalEvent: filename',
    { icalEvent: { filename: 'meeting.ics', content: ics } },
    { ...invite, files: [['meeting.ics', ics]] },
  ],
  ['icalEvent: Base64', { icalEvent: { content: Buffer.from(ics).toString('base64'), encoding: 'base64' } }, invite],
  ['icalEvent: path', { icalEvent: { path: pathOf('a.ics') } }, invite],
  [
    'icalEvent: href',
    { icalEvent: { href: urlOf('a.ics'), httpHeaders: { Authorization: 'me' } } },
    { ...invite, files: [['invite.ics', isNodemailerSince('8.0.11') ? 'from a URL, for me' : 'from a URL']] },
  ],
  [
    'icalEvent: a data URL',
    { icalEvent: { path: `data:text/calendar;base64,${Buffer.from(ics).toString('base64')}` } },
    invite,
  ],
  [
    'icalEvent: raw',
    { icalEvent: { raw: `Content-Type: text/calendar\r\n\r\n${ics}` } },
    { ...invite, text: parsed('Hello, Ann') },
  ],
  [
    'icalEvent: bare line feeds, as they are',
    { icalEvent: 'BEGIN:VCALENDAR\nEND:VCALENDAR\n' },
    {
      ...invite,
      files: [['invite.ics', 'BEGIN:VCALENDAR\nEND:VCALENDAR\n']],
    },
  ],
  [
    'icalEvent: alone',
    { text: '', icalEvent: ics },
    { ...invite, text: 'invite.ics', changes: [...calendar, 'body text'] },
  ],
  [
    'icalEvent: with HTML, an image and a file',
    {
      html: '<img src="cid:l">',
      icalEvent: ics,
      attachments: [
        { filename: 'l.png', cid: 'l', content: png },
        { filename: 'a.txt', content: 'a' },
      ],
    },
    {
      html: '<img src="data:image/png;base64,iVBORw0KGgo=">',
      files: [
        ['a.txt', 'a'],
        ['invite.ics', ics],
      ],
      changes: [...calendar, 'inline-images l.png (presentation)'],
    },
  ],
]

const composing: readonly Row[] = [
  [
    'encoding: quoted-printable',
    { encoding: 'quoted-printable', text: 'Grüße', html: '<p>Grüße' },
    { text: 'Grüße', html: '<p>Grüße' },
  ],
  ['encoding: 7bit', { encoding: '7bit', text: 'Grüße' }, { text: 'Grüße' }],
  ['newline: unix', { newline: 'unix', text: 'a\r\nb' }, { text: 'a\r\nb' }],
  ['newline: win', { newline: 'win', text: 'a\nb' }, { text: 'a\r\nb' }],
  [
    'baseBoundary, boundaryPrefix',
    { baseBoundary: 'b', boundaryPrefix: '--p', html: '----p-b-Part_1' },
    { html: '----p-b-Part_1' },
  ],
  [
    'attachDataUrls',
    { attachDataUrls: true, html: '<img src="data:image/png;base64,iVBORw0KGgo=">' },
    {
      html: '<img src="data:image/png;base64,iVBORw0KGgo=">',
      changes: ['inline-images image-1.png (presentation)'],
    },
  ],
  ['disableFileAccess', { disableFileAccess: true, text: { path: pathOf('a.txt') } }, { refused: 'text' }],
  [
    'disableFileAccess: of the rest',
    { disableFileAccess: true, html: { href: urlOf('a') }, attachments: [{ filename: 'a', path: 'data:,a' }] },
    {
      html: 'from a URL',
      files: [['a', 'a']],
      changes: ['file-types attachments[0]'],
    },
  ],
  ['disableUrlAccess', { disableUrlAccess: true, html: { href: urlOf('a') } }, { refused: 'html' }],
  [
    'disableUrlAccess: of the rest',
    { disableUrlAccess: true, text: { path: pathOf('a.txt') } },
    { text: 'from a file' },
  ],
]

describe('text', () => testRows(text))
describe('html', () => testRows(html))
describe('watchHtml, amp, alternatives', () => testRows(forms))
describe('icalEvent', () => testRows(icalEvent))
describe('encoding, newline, baseBoundary, boundaryPrefix, attachDataUrls, disableFileAccess, disableUrlAccess', () =>
  testRows(composing))
