import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { mail } from '../client.ts'
import { open } from './open.ts'

const subjects = (body: string) =>
  [...body.matchAll(/<span class="subject"[^>]*>(.*?)<\/span>/g)].map(([, text]) => text)

async function openWith(count: number) {
  const opened = await open()
  await opened.sendRaw(mail())
  const [first] = opened.ses.ledger
  if (first === undefined) throw new Error('The mail did not come')
  opened.ses.ledger.length = 0
  for (let number = 1; number <= count; number++) {
    opened.ses.ledger.push({
      ...first,
      number,
      raw: Buffer.from(mail({ Subject: `Mail ${number}` }).replaceAll('\n', '\r\n')),
    })
  }
  return opened
}

test('a long list comes in portions', async () => {
  const { ask } = await openWith(205)
  const { body } = await ask('/')
  expect(subjects(body)).toHaveLength(100)
  expect(subjects(body)[0]).toBe('Mail 205')
  expect(/<a class="more" href="(.*)">Older mails<\/a>/.exec(body)?.[1]).toBe('/?before=106')
  const last = (await ask('/list?before=6')).body
  expect(subjects(last)).toEqual(['Mail 5', 'Mail 4', 'Mail 3', 'Mail 2', 'Mail 1'])
  expect(last).not.toContain('class="more"')
})

test('10,000 mails are listed and searched at once', async () => {
  const { ask } = await openWith(10_000)
  await ask('/list') // each mail is read once
  const start = performance.now()
  expect(subjects((await ask('/list?query=mail+77')).body)[0]).toBe('Mail 7799')
  await ask('/')
  expect(performance.now() - start).toBeLessThan(2_000) // a tenth of it on an idle machine
})

test('it is filtered by outcome, row, sender and recipient, and links keep the filter', async () => {
  const { ask, send } = await open()
  await send({ subject: 'one' })
  await send({ subject: 'two', cc: 'bob@example.org' })
  await send({ subject: 'three', to: 'carol@example.org' })

  const refused = (await ask('/?outcome=refused')).body
  expect(subjects(refused)).toEqual(['two'])
  expect(refused).toContain('1 of 3')
  expect(refused).toContain('href="/mails/2?outcome=refused"')
  expect(refused).toContain('<option value="refused" selected>')
  expect(refused).toContain('<option value="cc">cc (1)</option>')
  expect(refused).toContain('data-delete="/api/mails?outcome=refused"')
  expect(subjects((await ask('/?row=cc')).body)).toEqual(['two'])
  expect(subjects((await ask('/?from=shop&to=carol')).body)).toEqual(['three'])
  expect((await ask('/?row=nothing')).body).toContain('No mail fits')
  expect(subjects((await ask('/mails/1?query=three')).body)).toEqual(['three'])
  expect(subjects((await ask('/?outcome=%22%3E&query=+')).body)).toHaveLength(3)
})

test('what is searched for is never markup', async () => {
  const { ask } = await open()
  const { body } = await ask(`/?query=${encodeURIComponent('"><script>alert(1)</script>')}`)
  expect(body.match(/<script/g)).toHaveLength(1)
})
