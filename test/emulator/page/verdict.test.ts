import { expect, test } from 'vitest'
import { mailWithFiles } from '../client.ts'
import { open } from './open.ts'

test('a refused mail has every row that it broke: where, what to do, and who says so', async () => {
  const { ask, sendRaw } = await open()
  await sendRaw(mailWithFiles({ 'Content-Disposition': 'inline; filename="a b.txt"', 'Content-ID': '<x>' }))
  const { body } = await ask('/mails/1')
  expect(body).toContain('Refused: nobody gets this mail')
  expect(body).toContain('It breaks 3 rows of SES’s page')
  expect(
    [...body.matchAll(/<h3><code>(.*?)<\/code> <span class="source-of (.*?)">/g)].map(([, row, source]) => [
      row,
      source,
    ]),
  ).toEqual([
    ['attachment-content-disposition', 'smtp-page'],
    ['attachment-content-id', 'assumed'],
    ['attachment-name', 'send-email-page'],
  ])
  expect(body).toContain('<li dir="auto">a b.txt with Content-Disposition: inline</li>')
  expect(body).toContain('<strong>What to do</strong> Rename the file')
  expect(body).toContain(
    '<a href="https://www.tencentcloud.com/document/product/1084/44453" target="_blank" rel="noopener noreferrer">',
  )

  const [, line = ''] = /<a href="\/mails\/1\/source#L(\d+)">line \1<\/a>/.exec(body) ?? []
  const source = (await ask('/mails/1/source')).body
  expect(source).toContain(
    `<li id="L${line}" class="marked"><mark>Content-Disposition: inline; filename=&#34;a b.txt&#34;</mark> <span class="row">attachment-content-disposition, attachment-name</span></li>`,
  )
})

test('a long source is cut, and a row broken in very many places too', async () => {
  const { ask, sendRaw } = await open()
  const files = Array.from({ length: 30 }, () => ({ 'Content-ID': '<x>' }))
  await sendRaw(`${mailWithFiles(...files)}\n${'line\n'.repeat(4_000)}`)
  const { body } = await ask('/mails/1/source')
  expect(body).toContain('Here are the first')
  expect(body).toContain('<li id="L3000">')
  expect(body).not.toContain('<li id="L3001"')
  expect(body).toContain('and 20 more lines')
})
