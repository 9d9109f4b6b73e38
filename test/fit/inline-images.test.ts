import { describe, expect, test, vi } from 'vitest'
import { inlineImages } from '../../lib/fit/inline-images.ts'
import type { Attachment, Letter } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, letterOf, refused, runRule, settingsOf } from '../help/letters.ts'

const logo = fileOf({
  name: 'logo.png',
  type: 'image/png',
  disposition: 'inline',
  contentId: 'logo',
  content: Buffer.from('abc'),
})
const photo = fileOf({
  name: undefined,
  type: 'image/jpeg',
  disposition: 'inline',
  contentId: 'a b@c',
  content: Buffer.from('xyz'),
})
const plain = fileOf()
const html = '<img src="cid:logo"><p>cid:logo</p><td background=cid:a%20b@c>'

// "Content-ID: Currently unsupported"
// https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters (when sending attachment)"
test('puts images into the HTML by default', async () => {
  const { letter, changes } = await runRule(inlineImages, { html, attachments: [logo, plain, photo] })
  expect(letter.html).toBe(
    '<img src="data:image/png;base64,YWJj"><p>cid:logo</p><td background="data:image/jpeg;base64,eHl6">',
  )
  expect(letter.attachments).toEqual([plain])
  expect(changes).toEqual([
    {
      rule: 'inline-images',
      field: 'logo.png',
      loss: 'presentation',
      message: 'logo.png is part of the HTML; some mail programs hide such images',
    },
    {
      rule: 'inline-images',
      field: 'cid:a b@c',
      loss: 'presentation',
      message: 'cid:a b@c is part of the HTML; some mail programs hide such images',
    },
  ])
})

test('shows them from the URLs that a function returns, asked once for each and with the image', async () => {
  const upload = vi.fn(async ({ contentId }: Attachment) =>
    `https://cdn.example.com/${contentId}?a=1&b="`.replace(/[ "]/g, ''),
  )
  const { letter, changes } = await runRule(
    inlineImages,
    { html: `${html}<img src='cid:logo'>`, attachments: [logo, photo, plain] },
    { inlineImages: upload },
  )
  expect(letter.html).toBe(
    `<img src="https://cdn.example.com/logo?a=1&amp;b="><p>cid:logo</p><td background="https://cdn.example.com/ab@c?a=1&amp;b="><img src='https://cdn.example.com/logo?a=1&amp;b='>`,
  )
  expect(letter.attachments).toEqual([plain])
  expect(upload.mock.calls).toEqual([[logo], [photo]])
  expect(changes.map(({ loss, message }) => [loss, message])).toEqual([
    ['none', 'logo.png is shown from the URL it was uploaded to'],
    ['none', 'cid:a b@c is shown from the URL it was uploaded to'],
  ])
})

test('attaches them, and leaves the HTML', async () => {
  const given = letterOf({ html, attachments: [logo] })
  const { letter, changes } = await inlineImages(given, settingsOf({ inlineImages: 'attach' }))
  expect(letter).toBe(given)
  expect(changes).toEqual([
    {
      rule: 'inline-images',
      field: 'logo.png',
      loss: 'presentation',
      message: 'logo.png is attached, and not shown in the HTML',
    },
  ])
})

test.each(['data-url', 'attach', 'refuse'] as const)(
  '%s: nothing to do for what the HTML does not show',
  async (policy) => {
    const cases: Partial<Letter>[] = [
      {},
      { html: '<p>' },
      { html: undefined, attachments: [logo] },
      { html, attachments: [plain] },
      { html: '<p>cid:logo', attachments: [logo] },
      { html: '<!-- <img src="cid:logo"> -->', attachments: [logo] },
      { html: '<img src="cid:__proto__"><img src="cid:constructor">', attachments: [logo] },
    ]
    for (const letter of cases) await expectUnchanged(inlineImages, letter, { inlineImages: policy })
  },
)

test('shows an image that the HTML names in another case, if there is one such', async () => {
  const shown = '<img src="cid:LOGO">'
  const { letter } = await runRule(inlineImages, { html: shown, attachments: [logo, plain] })
  expect(letter).toMatchObject({ html: '<img src="data:image/png;base64,YWJj">', attachments: [plain] })
  await expectUnchanged(inlineImages, { html: shown, attachments: [logo, { ...photo, contentId: 'Logo' }] })
})

describe('by Content-Location', () => {
  const image = fileOf({ name: undefined, type: 'image/png', content: Buffer.from('abc'), locations: ['a/l.png'] })

  test.each<[string, string, string]>([
    ['an image', '<img src="a/l.png">', '<img src="data:image/png;base64,YWJj">'],
    ['CSS', '<p style="background:url(a/l.png)">', '<p style="background:url(data:image/png;base64,YWJj)">'],
  ])('%s', async (_, html, shown) => {
    const { letter, changes } = await runRule(inlineImages, { html, attachments: [image] })
    expect(letter).toMatchObject({ html: shown, attachments: [] })
    expect(changes).toMatchObject([{ field: 'a/l.png', loss: 'presentation' }])
  })

  test('a style sheet', async () => {
    const sheet = fileOf({ name: undefined, type: 'text/css', content: Buffer.from('abc'), locations: ['s.css'] })
    const { letter, changes } = await runRule(inlineImages, { html: '<link href="s.css">', attachments: [sheet] })
    expect(letter).toMatchObject({ html: '<link href="data:text/css;base64,YWJj">', attachments: [] })
    expect(changes).toMatchObject([
      { loss: 'presentation', message: 's.css is part of the HTML; some mail programs leave out such files' },
    ])
  })

  test('in another spelling of its URL', async () => {
    const there = { ...image, locations: ['https://x.example/l%20m.png'] }
    const { letter } = await runRule(inlineImages, {
      html: '<img src="HTTPS://X.example/l m.png">',
      attachments: [there],
    })
    expect(letter.attachments).toEqual([])
  })

  test.each(['<a href="a/l.png">', '<img src="a/l.png?x">', '<img src="cid:a/l.png">', '<p>a/l.png'])(
    'not what only looks like it: %s',
    (html) => expectUnchanged(inlineImages, { html, attachments: [image] }),
  )
})

// Mail programs open no `data:` URL.
test('a file to which the HTML has a link alone stays attached', async () => {
  const linked = '<a href="cid:logo">'
  const { letter, changes } = await runRule(inlineImages, { html: linked, attachments: [logo, plain] })
  expect(letter).toMatchObject({ html: linked, attachments: [logo, plain] })
  expect(changes).toEqual([
    {
      rule: 'inline-images',
      field: 'logo.png',
      loss: 'presentation',
      message: 'logo.png is attached: the link to it in the HTML leads nowhere',
    },
  ])
  const both = await runRule(inlineImages, { html: `${linked}<img src="cid:logo">`, attachments: [logo] })
  expect(both.letter.attachments).toEqual([])
})

test('a type that would end the attribute does not', async () => {
  const { letter } = await runRule(inlineImages, {
    html: '<img src="cid:logo">',
    attachments: [{ ...logo, type: 'image/"><script>' }],
  })
  expect(letter.html).not.toContain('<script>')
})

describe('refuses', () => {
  test('if the option says so', () =>
    expect(
      refused(inlineImages, { html, attachments: [logo, photo] }, { inlineImages: 'refuse' }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'attachment-refused',
      retry: 'never',
      field: 'attachments',
      message:
        'attachments: SES supports no images by cid, got logo.png, cid:a b@c. Host the images and give their URLs, or set the option `inlineImages`.',
    }))

  test.each([
    ['no URL', undefined],
    ['a script', 'javascript:alert(1)'],
    ['a path', '/logo.png'],
    ['an attribute', 'https://x.example/"onload="alert(1)'],
    ['markup', 'https://x.example/<script>'],
    ['a line end', 'https://x.example/\r\na'],
    ['an object', { href: 'https://x.example' }],
  ])('a function that returns %s', (_, url) =>
    expect(
      refused(inlineImages, { html, attachments: [logo] }, { inlineImages: () => url as string }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'inlineImages',
      message: expect.stringContaining(
        `inlineImages: expected the function to return an http(s) URL for logo.png, got ${typeof url}`,
      ),
    }),
  )

  // Every failure of the transport is a SesError.
  test.each([
    [
      'throws',
      () => {
        throw new Error('no bucket')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no bucket'))],
  ])('a function that %s', (_, upload) =>
    expect(refused(inlineImages, { html, attachments: [logo] }, { inlineImages: upload })).rejects.toMatchObject({
      name: 'SesError',
      field: 'inlineImages',
      message: expect.stringContaining('no bucket'),
      cause: expect.objectContaining({ message: 'no bucket' }),
    }),
  )
})

// The result would be longer than a string can be.
test('an image that the HTML shows a hundred thousand times', () =>
  expect(
    refused(inlineImages, {
      html: '<img src="cid:logo">'.repeat(50_000),
      attachments: [{ ...logo, content: Buffer.alloc(700_000) }],
    }),
  ).rejects.toMatchObject({
    name: 'SesError',
    reason: 'message-too-large',
    field: 'body',
    message: expect.stringContaining('text and HTML have more than 1,866,716 bytes, over the 1,000,000 that SES takes'),
  }))

test('a name of a megabyte stays out of the change', async () => {
  const { changes } = await runRule(inlineImages, { html, attachments: [{ ...logo, name: 'a'.repeat(1_000_000) }] })
  expect(changes.map(({ field, message }) => [field.length, message.length < 1_000])).toEqual([[301, true]])
})
