import axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import { isBrowserMissing, useBrowser } from '../../../help/browser.ts'
import { dial, mailWithFiles } from '../../client.ts'
import { open } from '../open.ts'

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const preview = async (raw: Buffer) => ({
  letters: [1],
  messages: [raw],
  changes: [{ message: 'an image is gone', loss: 'presentation' }],
})

describe.skipIf(isBrowserMissing)('in Chromium', () => {
  const browse = useBrowser()
  const phone = { viewport: { width: 390, height: 844 } }

  test.each([
    ['/', {}],
    ['/?query=nothing', {}],
    ['/timeline', {}],
    ['/timeline', { colorScheme: 'dark' }],
    ['/mails/1', {}],
    ['/mails/2', {}],
    ['/mails/2', { colorScheme: 'dark' }],
    ['/mails/2', { ...phone, locale: 'zh-CN' }],
    ['/mails/2/source', {}],
    ['/mails/2/source', { colorScheme: 'dark' }],
    ['/mails/2/headers', {}],
    ['/mails/2/session', {}],
    ['/sessions', {}],
    ['/sessions/1', { colorScheme: 'dark' }],
    ['/mails/2/preview', {}],
    ['/mails/3', { colorScheme: 'dark' }],
    ['/mails/4', {}],
    ['/mails/9', {}],
    ['/', phone],
  ] as const)('%s has no barrier, %j', async (path, options) => {
    const { page: served, send, sendRaw, ses } = await open({ page: { preview } })
    await send({ subject: 'Invoice \u202egnp.exe', html: '<p>Hi</p><img src="https://a.example/x">' })
    await sendRaw(mailWithFiles({ 'Content-Disposition': 'inline; filename="a b.txt"', 'Content-ID': '<x>' }))
    ses.setFaults([{ at: 'reply', do: 'close' }])
    await send({ subject: '' })
    const client = await dial(ses)
    client.write('EHLO test\r\nAUTH PLAIN AGEAYg==\r\n')
    await expect.poll(() => ses.ledger.length).toBe(4)
    client.socket.destroy()
    const page = await browse(served.url.slice(0, -1) + path, options)

    await page.evaluate(axe.source)
    const violations = await page.evaluate<readonly Violation[]>(
      'axe.run({ iframes: false }).then((found) => found.violations)',
    )
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    )
    expect(found).toEqual([])
  })
})
