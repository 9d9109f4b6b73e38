// Images that the HTML shows by `cid:`: where Nodemailer's options name one, and what arrives under each policy.

import type { SendMailOptions } from 'nodemailer'
import { describe } from 'vitest'
import { type Row, testRows } from './rows.ts'
import { openSources } from './sources.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')
const { pathOf } = await openSources({ 'logo.png': png })

const dataUrl = 'data:image/png;base64,iVBORw0KGgo='
const shown = ['inline-images l.png (presentation)']
const logo = { filename: 'l.png', cid: 'logo@x', content: png }
const cid: readonly Row[] = [
  ['cid', { html: '<img src="cid:logo@x">', attachments: [logo] }, { html: `<img src="${dataUrl}">`, changes: shown }],
  [
    'cid: in brackets',
    { html: '<img src="cid:logo@x">', attachments: [{ ...logo, cid: '<logo@x>' }] },
    { html: `<img src="${dataUrl}">`, changes: shown },
  ],
  [
    'cid: escaped in the URL',
    { html: '<img src="cid:a%20b">', attachments: [{ ...logo, cid: 'a b' }] },
    { html: `<img src="${dataUrl}">`, changes: shown },
  ],
  [
    'cid: everywhere',
    {
      html: '<table background="cid:logo@x"><img srcset="cid:logo@x 2x" src=cid:logo@x><p style="background:url(cid:logo@x)">cid:logo@x',
      attachments: [logo],
    },
    {
      html: `<table background="${dataUrl}"><img srcset="${dataUrl} 2x" src="${dataUrl}"><p style="background:url(${dataUrl})">cid:logo@x`,
      changes: shown,
    },
  ],
  [
    'cid: in one of the alternatives',
    { text: '', alternatives: [{ contentType: 'text/html', content: '<img src="cid:logo@x">' }], attachments: [logo] },
    {
      text: undefined,
      html: `<img src="${dataUrl}">`,
      changes: shown,
    },
  ],
  [
    'cid: among the headers of the file',
    {
      html: '<img src="cid:logo@x">',
      attachments: [{ filename: 'l.png', content: png, headers: { 'content-id': '<logo@x>' } }],
    },
    { html: `<img src="${dataUrl}">`, changes: shown },
  ],
  [
    'cid: path',
    { html: '<img src="cid:a">', attachments: [{ path: pathOf('logo.png'), cid: 'a' }] },
    {
      html: `<img src="${dataUrl}">`,
      changes: ['inline-images logo.png (presentation)'],
    },
  ],
  [
    'cid: that nothing shows',
    { html: '<p>Hi', attachments: [logo] },
    { html: '<p>Hi', files: [['l.png', png]], changes: ['plain-attachments l.png'] },
  ],
  ['cid: without HTML', { attachments: [logo] }, { files: [['l.png', png]], changes: ['plain-attachments l.png'] }],
  [
    'cid: beside other files',
    {
      html: '<img src="cid:logo@x">',
      attachments: [{ filename: 'a.txt', content: 'a' }, logo, { filename: 'b.txt', content: 'b' }],
    },
    {
      html: `<img src="${dataUrl}">`,
      files: [
        ['a.txt', 'a'],
        ['b.txt', 'b'],
      ],
      changes: shown,
    },
  ],
  [
    'cid: that no file has',
    { html: '<img src="cid:other">', attachments: [logo] },
    {
      html: '<img src="cid:other">',
      files: [['l.png', png]],
      changes: ['missing-images html (presentation)', 'plain-attachments l.png'],
    },
  ],
]
const withLogo: SendMailOptions = { html: '<img src="cid:logo@x">', attachments: [logo] }

describe('cid', () => testRows(cid))
describe("cid, with the option inlineImages: 'attach'", () =>
  testRows(
    [
      [
        'cid',
        withLogo,
        { html: '<img src="cid:logo@x">', files: [['l.png', png]], changes: [...shown, 'plain-attachments l.png'] },
      ],
    ],
    { options: { inlineImages: 'attach' } },
  ))
describe("cid, with the option inlineImages: 'refuse'", () =>
  testRows([['cid', withLogo, { refused: 'attachments', reason: 'attachment-refused' }]], {
    options: { inlineImages: 'refuse' },
  }))
describe('cid, with an inlineImages that uploads', () =>
  testRows(
    [
      ['cid', withLogo, { html: '<img src="https://img.example/l.png">', changes: ['inline-images l.png'] }],
      [
        'attachDataUrls',
        { attachDataUrls: true, html: `<img src="${dataUrl}">` },
        { html: '<img src="https://img.example/image-1.png">', changes: ['inline-images image-1.png'] },
      ],
    ],
    {
      options: { inlineImages: async ({ name, content }) => `https://img.example/${content.equals(png) ? name : ''}` },
    },
  ))
describe('with the option onLoss: refuse', () =>
  testRows(
    [
      ['cid', withLogo, { refused: 'l.png' }],
      [
        'a name that changes',
        { attachments: [{ filename: 'a b.txt', content: 'a' }] },
        { files: [['a_b.txt', 'a']], changes: ['file-names attachments[0]'] },
      ],
    ],
    { options: { onLoss: 'refuse' } },
  ))
