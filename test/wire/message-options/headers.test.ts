// Identity and header fields: each of Nodemailer's options, and the letter that arrives.

import { describe } from 'vitest'
import { isNodemailerSince } from '../../help/nodemailer-version.ts'
import { type Row, testRows, untyped } from './rows.ts'

const subject: readonly Row[] = [
  ['subject', { subject: 'Your order' }, { subject: 'Your order' }],
  ['subject: Unicode', { subject: '发票 😀 – "Grüße"' }, { subject: '发票 😀 – "Grüße"' }],
  ['subject: an encoded word', { subject: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=' }, { subject: 'Grüße' }],
  ['subject: a line end and a header', { subject: 'a\r\nBcc: eve@example.org' }, { subject: 'a Bcc: eve@example.org' }],
  ['subject: several spaces', { subject: 'a  b   c' }, { subject: 'a  b   c' }],
  ['subject: 998 characters without a space', { subject: 'x'.repeat(998) }, { subject: 'x'.repeat(998) }],
  ['subject: 998 of Chinese', { subject: '中'.repeat(998) }, { subject: '中'.repeat(998) }],
  ['subject: 998 with spaces', { subject: `${'word '.repeat(199)}end` }, { subject: `${'word '.repeat(199)}end` }],
  ['subject: a number', untyped({ subject: 5 }), { subject: '5' }],
  [
    'subject: prepared',
    untyped({ subject: { prepared: true, value: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=' } }),
    { subject: 'Grüße' },
  ],
  [
    'subject: among the headers',
    untyped({ subject: undefined, headers: { subject: 'By header' } }),
    { subject: 'By header' },
  ],
  [
    'subject: half a surrogate pair',
    { subject: 'a\ud800b' },
    { subject: 'a\ufffdb', changes: ['unicode subject (presentation)'] },
  ],
  ['subject: none', untyped({ subject: undefined }), { refused: 'subject' }],
  ['subject: empty', { subject: '' }, { refused: 'subject' }],
  ['subject: white space', { subject: ' \t\r\n' }, { refused: 'subject' }],
  ['subject: 999 characters', { subject: 'x'.repeat(999) }, { refused: 'subject' }],
  ['textEncoding: Q', { textEncoding: 'Q', subject: 'Grüße 你好' }, { subject: 'Grüße 你好' }],
  ['textEncoding: B', { textEncoding: 'base64', subject: 'Grüße 你好' }, { subject: 'Grüße 你好' }],
]

const longIds = Array.from({ length: 60 }, (_, index) => `<${'m'.repeat(30)}${index}@example.org>`)
const identity: readonly Row[] = [
  [
    'ses.callback',
    untyped({ ses: { callback: { order: '42', name: '订单' } } }),
    { headers: { 'x-tencentcloudses-cb-order': '42', 'x-tencentcloudses-cb-name': '订单' } },
  ],
  [
    'ses.callback: a line end',
    untyped({ ses: { callback: { order: 'a\r\nBcc: x@y.zz' } } }),
    { refused: 'ses.callback.order' },
  ],
  ['messageId', { messageId: '<1@ids.example>' }, { headers: { 'message-id': '<1@ids.example>' } }],
  ['messageId: without brackets', { messageId: '1@ids.example' }, { headers: { 'message-id': '<1@ids.example>' } }],
  ['messageId: empty', { messageId: '' }, {}],
  ['messageId: not ASCII', { messageId: '<ü@ids.example>' }, { refused: 'Message-ID' }],
  ['messageId: over a line', { messageId: `<${'m'.repeat(1_200)}@ids.example>` }, { refused: 'Message-ID' }],
  [
    'date: a Date',
    { date: new Date('2020-01-02T03:04:05Z') },
    { headers: { date: 'Thu, 02 Jan 2020 03:04:05 +0000' } },
  ],
  [
    'date: as mails have it',
    { date: 'Thu, 02 Jan 2020 03:04:05 +0800' },
    { headers: { date: 'Thu, 02 Jan 2020 03:04:05 +0800' } },
  ],
  ['date: ISO 8601', { date: '2020-01-02T03:04:05.000Z' }, { headers: { date: 'Thu, 02 Jan 2020 03:04:05 +0000' } }],
  ['date: a number', untyped({ date: Date.UTC(2020, 0, 2) }), { headers: { date: 'Thu, 02 Jan 2020 00:00:00 +0000' } }],
  [
    'date: among the headers',
    { headers: { date: '2020-01-02' } },
    { headers: { date: 'Thu, 02 Jan 2020 00:00:00 +0000' } },
  ],
  ['date: invalid', { date: new Date(Number.NaN) }, { refused: 'date' }],
  ['inReplyTo', { inReplyTo: '<1@example.org>' }, { headers: { 'in-reply-to': '<1@example.org>' } }],
  ['inReplyTo: without brackets', { inReplyTo: '1@example.org' }, { headers: { 'in-reply-to': '<1@example.org>' } }],
  [
    'inReplyTo: two',
    { inReplyTo: '<1@example.org> <2@example.org>' },
    { headers: { 'in-reply-to': '<1@example.org> <2@example.org>' } },
  ],
  [
    'references: a string',
    { references: '<1@example.org> 2@example.org' },
    { headers: { references: '<1@example.org> <2@example.org>' } },
  ],
  [
    'references: a list',
    { references: ['1@example.org', '<2@example.org>'] },
    { headers: { references: '<1@example.org> <2@example.org>' } },
  ],
  ['references: many', { references: longIds }, { headers: { references: longIds.join(' ') } }],
  ['references: one over a line', { references: `<${'m'.repeat(1_200)}@example.org>` }, { refused: 'References' }],
]

const headers: readonly Row[] = [
  ['headers', { headers: { 'X-A': 'a', 'X-B': 'b' } }, { headers: { 'x-a': 'a', 'x-b': 'b' } }],
  ['headers: Unicode', { headers: { 'X-A': 'Grüße 你好' } }, { headers: { 'x-a': 'Grüße 你好' } }],
  [
    'headers: long, with spaces',
    { headers: { 'X-A': 'word '.repeat(300).trim() } },
    { headers: { 'x-a': 'word '.repeat(300).trim() } },
  ],
  ['headers: long, without', { headers: { 'X-A': 'x'.repeat(3_000) } }, { headers: { 'x-a': 'x'.repeat(3_000) } }],
  [
    'headers: JSON',
    { headers: { 'X-Meta': '{"to":["a@b"],"n":1}' } },
    { headers: { 'x-meta': '{"to":["a@b"],"n":1}' } },
  ],
  ['headers: a list of values', { headers: { 'X-A': ['1', '2'] } }, { headers: { 'x-a': ['1', '2'] } }],
  [
    'headers: a list of fields',
    {
      headers: [
        { key: 'X-A', value: '1' },
        { key: 'X-B', value: '2' },
      ],
    },
    { headers: { 'x-a': '1', 'x-b': '2' } },
  ],
  [
    'headers: prepared',
    { headers: { 'X-A': { prepared: true, value: '=?UTF-8?Q?=C3=BC?= a' } } },
    { headers: { 'x-a': 'ü a' } },
  ],
  [
    'headers: prepared and folded',
    { headers: { 'X-A': { prepared: true, value: 'a\r\n b' } } },
    { headers: { 'x-a': 'a b' } },
  ],
  [
    'headers: prepared, to be folded',
    { headers: { 'X-A': { prepared: true, foldLines: true, value: 'a b' } } },
    { headers: { 'x-a': 'a b' } },
  ],
  [
    'headers: prepared, with a header in it',
    { headers: { 'X-A': { prepared: true, value: 'a\r\nBcc: eve@example.org' } } },
    {
      headers: { 'x-a': 'a Bcc: eve@example.org' },
    },
  ],
  [
    'headers: a line end in the value',
    { headers: { 'X-A': 'a\r\nBcc: eve@example.org' } },
    { headers: { 'x-a': 'a Bcc: eve@example.org' } },
  ],
  // Nodemailer drops what no name may have; before 10.1 it does not, and the field is dropped here.
  [
    'headers: a line end in the name',
    { headers: { 'X-A\r\nBcc': 'eve@example.org' } },
    isNodemailerSince('10.1') ? { headers: { 'x-abcc': 'eve@example.org' } } : { changes: ['headers X-A bcc'] },
  ],
  [
    'headers: a Date',
    untyped({ headers: { 'X-A': new Date(0) } }),
    { headers: { 'x-a': 'Thu, 01 Jan 1970 00:00:00 +0000' } },
  ],
  ['headers: numbers', untyped({ headers: { 'X-A': 0, 'X-B': 1.5 } }), { headers: { 'x-a': '0', 'x-b': '1.5' } }],
  [
    'headers: true and what is none',
    untyped({ headers: { 'X-A': true, 'X-B': false, 'X-C': null, 'X-D': '' } }),
    { headers: { 'x-a': 'true' } },
  ],
  [
    'headers: an own key __proto__',
    JSON.parse('{"headers":{"__proto__":"a","X-B":"b"}}'),
    { headers: JSON.parse('{"__proto__":"a","x-b":"b"}') },
  ],
  ['headers: a name that is none', { headers: { 'X-中': 'a' } }, { changes: ['headers X-中'] }],
  [
    'headers: those of replies and programs',
    {
      headers: {
        'Auto-Submitted': 'auto-generated',
        Precedence: 'bulk',
        'Return-Receipt-To': 'a@example.org',
        'Feedback-ID': 'a:b',
      },
    },
    {
      headers: {
        'auto-submitted': 'auto-generated',
        precedence: 'bulk',
        'return-receipt-to': 'a@example.org',
        'feedback-id': 'a:b',
      },
    },
  ],
  [
    "headers: SES's webhook data",
    { headers: { 'X-Tencentcloudses-Cb-Order': '42' } },
    { headers: { 'x-tencentcloudses-cb-order': '42' } },
  ],
  [
    'headers: of the content',
    {
      headers: { 'Content-Type': 'text/x', 'MIME-Version': '2.0', 'Content-Language': 'de', 'Content-ID': '<a>' },
    },
    {
      changes: ['headers Content-Type', 'headers MIME-Version', 'headers Content-Language', 'headers Content-ID'],
    },
  ],
  ['headers: Content-Disposition', { headers: { 'Content-Disposition': 'inline' } }, {}],
  ['headers: Content-Transfer-Encoding', { headers: { 'Content-Transfer-Encoding': '8bit' } }, {}],
  [
    'headers: of servers',
    {
      headers: {
        Received: 'a',
        'Return-Path': '<a@example.org>',
        'Delivered-To': 'a@example.org',
        'DKIM-Signature': 'v=1',
      },
    },
    {
      changes: ['headers Received', 'headers Return-Path', 'headers Delivered-To', 'headers DKIM-Signature'],
    },
  ],
  [
    'headers: two of what stands once',
    { headers: { 'Auto-Submitted': ['auto-generated', 'no'] } },
    {
      headers: { 'auto-submitted': 'auto-generated' },
      changes: ['headers Auto-Submitted'],
    },
  ],
  [
    'normalizeHeaderKey',
    { headers: { 'x-my-id': '1' }, normalizeHeaderKey: (key) => key.toUpperCase() },
    { headers: { 'x-my-id': '1' } },
  ],
  [
    'normalizeHeaderKey: what is no name',
    { headers: { 'X-A': '1' }, normalizeHeaderKey: (key) => (key === 'X-A' ? 'X A: b' : key) },
    {
      changes: ['headers X A: b'],
    },
  ],
  [
    'normalizeHeaderKey: Bcc',
    { headers: { 'X-A': 'a@example.org' }, normalizeHeaderKey: (key) => (key === 'X-A' ? 'Bcc' : key) },
    {
      changes: ['headers Bcc'],
    },
  ],
]

const marks: readonly Row[] = [
  [
    'list',
    {
      list: {
        help: 'admin@example.org?subject=help',
        unsubscribe: { url: 'https://example.org/u', comment: 'Leave' },
        id: { url: 'news.example.org', comment: 'News' },
      },
    },
    {
      headers: {
        'list-help': '<mailto:admin@example.org?subject=help>',
        'list-unsubscribe': '<https://example.org/u> (Leave)',
        'list-id': isNodemailerSince('8.0.11') ? '"News" <news.example.org>' : '"News" <http://news.example.org>',
      },
    },
  ],
  [
    'list: several, which Nodemailer puts into fields of their own',
    { list: { unsubscribe: ['https://example.org/u', 'u@example.org'] } },
    {
      headers: { 'list-unsubscribe': '<https://example.org/u>, <mailto:u@example.org>' },
      changes: ['headers List-Unsubscribe'],
    },
  ],
  [
    'list: several in one',
    { list: { subscribe: [['s@example.org', { url: 'https://example.org/s', comment: 'Grüße' }]] } },
    {
      headers: { 'list-subscribe': '<mailto:s@example.org>, <https://example.org/s> (Grüße)' },
    },
  ],
  [
    'list: post, owner, archive',
    { list: { post: 'p@example.org', owner: 'o@example.org', archive: 'https://example.org/a' } },
    {
      headers: {
        'list-post': '<mailto:p@example.org>',
        'list-owner': '<mailto:o@example.org>',
        'list-archive': '<https://example.org/a>',
      },
    },
  ],
  [
    'list: a URL over a line',
    { list: { unsubscribe: `https://example.org/${'x'.repeat(2_000)}` } },
    { refused: 'List-Unsubscribe' },
  ],
  [
    'list: one click, among the headers',
    {
      headers: { 'List-Unsubscribe': '<https://example.org/u>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    },
    {
      headers: { 'list-unsubscribe': '<https://example.org/u>', 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
    },
  ],
  [
    'priority: high',
    { priority: 'high' },
    { headers: { 'x-priority': '1 (Highest)', 'x-msmail-priority': 'High', importance: 'High' } },
  ],
  [
    'priority: HIGH',
    untyped({ priority: 'HIGH' }),
    { headers: { 'x-priority': '1 (Highest)', 'x-msmail-priority': 'High', importance: 'High' } },
  ],
  [
    'priority: low',
    { priority: 'low' },
    { headers: { 'x-priority': '5 (Lowest)', 'x-msmail-priority': 'Low', importance: 'Low' } },
  ],
  ['priority: normal', { priority: 'normal' }, {}],
  ['xMailer', { xMailer: 'Shop 1.0' }, { changes: ['headers X-Mailer'] }],
  ['xMailer: false', { xMailer: false }, {}],
  [
    'otp',
    { otp: { code: '12 "34"', origin: 'https://example.org/login' } },
    isNodemailerSince('10.3') ? { headers: { 'otp-token': '"12 \\"34\\""; origin="https://example.org"' } } : {},
  ],
]

describe('subject, textEncoding', () => testRows(subject))
describe('messageId, date, inReplyTo, references', () => testRows(identity))
describe('headers, normalizeHeaderKey', () => testRows(headers))
describe('list, priority, xMailer, otp', () => testRows(marks))
describe('with the option stripHeaders', () =>
  testRows(
    [
      [
        'headers',
        { messageId: '<1@ids.example>', headers: { 'X-A': 'a', 'x-trace': 'b' } },
        { headers: { 'x-a': 'a' }, changes: ['headers X-Trace', 'headers Message-ID'] },
      ],
    ],
    { options: { stripHeaders: ['X-TRACE', 'message-id'] } },
  ))
