// The page as people use it, in a real browser.

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isBrowserMissing, useBrowser } from '../../../help/browser.ts'
import { dialIn, mail } from '../../client.ts'
import { open } from '../open.ts'

const subjects = (page: Page) => page.locator('#mails .subject').allTextContents()
const scrollOf = (page: Page) => page.locator('#mails').evaluate((list) => list.scrollTop)

/** An emulator that has taken so many mails, called by their number. */
async function openWith(count: number) {
  const opened = await open({ recipientLimit: false, rateLimit: false })
  const client = await dialIn(opened.ses)
  for (let number = 1; number <= Math.min(count, 100); number++) await client.send(mail({ Subject: `Mail ${number}` }))
  client.socket.destroy()
  const [first] = opened.ses.ledger
  if (first === undefined) throw new Error('No mail came')
  // More would take too long.
  for (let number = 101; number <= count; number++) {
    const raw = Buffer.from(mail({ Subject: `Mail ${number}` }).replaceAll('\n', '\r\n'))
    opened.ses.ledger.push({ ...first, number, raw })
  }
  return opened
}

describe.skipIf(isBrowserMissing)('in Chromium', () => {
  const browse = useBrowser()

  test('opening a mail keeps the list and where it was scrolled to', async () => {
    const { page: served } = await openWith(60)
    const page = await browse(served.url)
    await page.locator('#mails').evaluate((list) => {
      list.scrollTop = 2_000
    })
    const before = await scrollOf(page)
    expect(before).toBeGreaterThan(1_500)
    const shown = page.locator('#mails li', { hasText: 'Mail 40' }).first()
    await shown.locator('a').click()
    await page.locator('#content h1', { hasText: 'Mail 40' }).waitFor()
    expect(await scrollOf(page)).toBe(before)
    expect(await page.title()).toBe('Mail 40 · SES emulator')
    expect(new URL(page.url()).pathname).toBe('/mails/40')
    expect(await shown.locator('a').getAttribute('aria-current')).toBe('page')

    await page.locator('.views a', { hasText: 'Source' }).click()
    await page.locator('ol.source').waitFor()
    await page.goBack()
    await page.locator('iframe').waitFor()
    await page.goBack()
    await page.locator('.welcome').waitFor()
    expect(await page.title()).toBe('SES emulator')
  })

  test('a new mail comes in at the top', async () => {
    const { page: served, sendRaw } = await openWith(3)
    const page = await browse(served.url)
    await sendRaw(mail({ Subject: 'News' }))
    await page.locator('#mails .subject', { hasText: 'News' }).waitFor()
    expect(await subjects(page)).toEqual(['News', 'Mail 3', 'Mail 2', 'Mail 1'])
    expect(await page.locator('.count h2').textContent()).toBe('4 mails')
    expect(await page.locator('#fresh').isVisible()).toBe(false)
  })

  test('after a reset it starts anew', async () => {
    const { page: served, sendRaw, ses } = await openWith(3)
    const page = await browse(served.url)
    ses.reset()
    await sendRaw(mail({ Subject: 'News' }))
    await page.locator('#mails .subject', { hasText: 'News' }).waitFor()
    expect(await subjects(page)).toEqual(['News'])
  })

  test('a new mail moves nothing that is under the pointer', async () => {
    const { page: served, sendRaw } = await openWith(60)
    const page = await browse(served.url)
    const pointed = page.locator('#mails li', { hasText: 'Mail 58' }).first()
    await pointed.hover()
    const { y } = (await pointed.boundingBox()) ?? { y: Number.NaN }
    await sendRaw(mail({ Subject: 'News 1' }))
    await page.getByRole('button', { name: '1 new mail' }).waitFor()
    await sendRaw(mail({ Subject: 'News 2' }))
    await page.getByRole('button', { name: '2 new mails' }).waitFor()
    expect(Math.abs(((await pointed.boundingBox())?.y ?? 0) - y)).toBeLessThan(1)

    await page.getByRole('button', { name: '2 new mails' }).click()
    await page.getByRole('button', { name: '2 new mails' }).waitFor({ state: 'hidden' })
    expect(await scrollOf(page)).toBe(0)
    expect((await subjects(page)).slice(0, 3)).toEqual(['News 2', 'News 1', 'Mail 60'])
  })

  test('it is searched while one types, and filtered', async () => {
    const { page: served, send } = await open()
    await send({ subject: 'Invoice' })
    await send({ subject: 'Minutes', cc: 'bob@example.org' })
    const page = await browse(served.url)
    await page.getByPlaceholder('Search mails').fill('inv')
    await page.locator('.count', { hasText: '1 of 2' }).waitFor()
    expect(await subjects(page)).toEqual(['Invoice'])
    await page.locator('#mails li a').click()
    await page.locator('#content h1', { hasText: 'Invoice' }).waitFor()
    expect(page.url()).toBe(`${served.url}mails/1?query=inv`)

    await page.getByRole('link', { name: 'Show all' }).click()
    await page.locator('.count', { hasText: '2 mails, 1 refused' }).waitFor()
    expect(await page.locator('#content h1').textContent()).toBe('Invoice')
    await page.getByLabel('Row').selectOption('cc')
    await page.locator('.count', { hasText: '1 of 2' }).waitFor()
    expect(await subjects(page)).toEqual(['Minutes'])
    await page.reload()
    expect(await subjects(page)).toEqual(['Minutes'])
    expect(await page.getByLabel('Row').inputValue()).toBe('cc')
  })

  test('10,000 mails: older ones come as one scrolls, and opening one stays quick', async () => {
    const { page: served } = await openWith(10_000)
    const page = await browse(served.url)
    expect(await subjects(page)).toHaveLength(100)
    await page.locator('#mails').evaluate((list) => {
      list.scrollTop = list.scrollHeight
    })
    await page.locator('#mails li').nth(199).waitFor({ state: 'attached' })
    expect((await subjects(page))[199]).toBe('Mail 9801')
    const start = Date.now()
    await page.locator('#mails li a').nth(150).click()
    await page.locator('#content h1', { hasText: 'Mail 9850' }).waitFor()
    expect(Date.now() - start).toBeLessThan(2_000)
  })

  test('mails are deleted, one or all', async () => {
    const { page: served, ses } = await openWith(3)
    const page = await browse(`${served.url}mails/3`)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.locator('#content h1', { hasText: 'Mail 2' }).waitFor()
    expect(await subjects(page)).toEqual(['Mail 2', 'Mail 1'])
    page.once('dialog', (dialog) => dialog.dismiss())
    await page.getByRole('button', { name: 'Delete all' }).click()
    expect(ses.ledger).toHaveLength(2)
    page.once('dialog', (dialog) => dialog.accept())
    await page.getByRole('button', { name: 'Delete all' }).click()
    await page.locator('.count', { hasText: 'No mails yet' }).waitFor()
    expect([ses.ledger, ses.inbox]).toEqual([[], []])
    await page.locator('.welcome').waitFor()
  })

  test('with the keyboard: j and k, the search, the skip link', async () => {
    const { page: served } = await openWith(3)
    const page = await browse(served.url)
    for (const [key, subject] of [
      ['j', 'Mail 3'],
      ['j', 'Mail 2'],
      ['j', 'Mail 1'],
      ['j', 'Mail 1'],
      ['k', 'Mail 2'],
    ] as const) {
      await page.keyboard.press(key)
      await page.locator('#content h1', { hasText: subject }).waitFor()
    }
    await page.keyboard.press('/')
    await page.keyboard.type('jk')
    expect(await page.getByPlaceholder('Search mails').inputValue()).toBe('jk')

    await page.goto(`${served.url}mails/1`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the mail')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('content')
  })

  test('a row of a refused mail leads to its line in the source', async () => {
    const { page: served, sendRaw } = await open()
    await sendRaw(mail({ Cc: 'bob@example.org' }, 'line\n'.repeat(300)))
    const page = await browse(`${served.url}mails/1`)
    await page.getByRole('link', { name: 'line 6' }).click()
    const marked = page.locator('.source .marked')
    await marked.waitFor()
    expect(await marked.textContent()).toBe('Cc: bob@example.org cc')
    await expect.poll(async () => (await marked.boundingBox())?.y).toBeLessThan(800)
  })

  test('HTML is shown as wide as devices are', async () => {
    const { page: served, send } = await open()
    await send({ html: '<p>Hi</p>' })
    const page = await browse(`${served.url}mails/1`)
    await page.getByRole('link', { name: 'phone 375' }).click()
    await page.locator('iframe.phone').waitFor()
    expect((await page.locator('iframe').boundingBox())?.width).toBe(375)
  })

  test('what turns the direction of writing is shown as such', async () => {
    const { page: served, send } = await open()
    await send({ subject: 'invoice-\u202egnp.exe' })
    const page = await browse(served.url)
    expect(await page.locator('#mails .subject').textContent()).toBe('invoice-U+202Egnp.exe')
  })

  test('it speaks Chinese to a Chinese browser', async () => {
    const { page: served, send } = await open()
    await send({ cc: 'bob@example.org' })
    const page = await browse(`${served.url}mails/1`, { locale: 'zh-CN' })
    await page.getByRole('heading', { name: '已拒绝' }).waitFor()
    await page.locator('.views').getByRole('link', { name: '会话' }).click()
    await page.getByRole('heading', { name: '连接 1' }).waitFor()
  })

  test('on a phone the list or the mail is shown', async () => {
    const { page: served } = await openWith(3)
    const page = await browse(served.url, { viewport: { width: 390, height: 844 }, hasTouch: true })
    expect(await page.locator('#content').isVisible()).toBe(false)
    await page.locator('#mails li a').first().tap()
    await page.locator('#content h1').waitFor()
    expect(await page.locator('#mails').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'All mails' }).tap()
    await page.locator('#mails').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  test('without scripts all but deleting is there', async () => {
    const { page: served, send } = await open()
    await send({ subject: 'one' })
    await send({ subject: 'two', cc: 'bob@example.org' })
    const page = await browse(served.url, { javaScriptEnabled: false })
    await page.getByPlaceholder('Search mails').fill('two')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await subjects(page)).toEqual(['two'])
    await page.locator('#mails li a').click()
    expect(await page.locator('#content h1').textContent()).toBe('two')
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  })
})
