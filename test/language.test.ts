import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findBrokenRule } from '../lib/address-rule.ts'
import { bareMeanings, meanings } from '../lib/explain/table/index.ts'
import { toWords, type Words, wordsIn } from '../lib/language.ts'
import { pageIn } from '../lib/provider.ts'
import { meaningOfDeliverStatus } from '../lib/status/table/deliver-status.ts'
import { meaningOfSendStatus } from '../lib/status/table/send-status.ts'

// English ends in a full stop; Chinese in a full-width one, and no mark beside a Chinese character is half-width.
const ENGLISH = /^[A-Z`][^\u3000-\u9fff\uff00-\uffef]*\.$/
const CHINESE = /^(?=.*[\u4e00-\u9fff])(?!.*[\u4e00-\u9fff][,:;!?()])(?!.*[,:;!?()] ?[\u4e00-\u9fff]).*。$/

const speaksBoth = ({ en, zh }: Words) => {
  expect(en).toMatch(ENGLISH)
  expect(zh).toMatch(CHINESE)
}

const rows = [...meanings, ...bareMeanings]

test('every row of the table of meanings has a hint in each language', () => {
  expect(rows.length).toBeGreaterThan(100)
  for (const { hint } of rows) speaksBoth(hint)
})

test.each([
  ...[0, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1013, 2001],
  ...[3007, 3008, 3009, 3010, 3014, 3020, 3024, 3030, 3033, undefined],
])('SendStatus %s means the same in each language', (code) => {
  const { meaning, hint } = meaningOfSendStatus(code)
  speaksBoth(meaning)
  speaksBoth(hint)
})

test.each([0, 1, 2, 3, 8, undefined])('DeliverStatus %s means the same in each language', (code) => {
  const { meaning, hint } = meaningOfDeliverStatus(code)
  speaksBoth(meaning)
  speaksBoth(hint)
})

test.each([
  ...['bob', '@example.org', 'bob@', '"bob"@example.org', 'bøb@example.org', 'bo b@example.org', 'bo,b@example.org'],
  ...['=?x?=@example.org', `${'b'.repeat(65)}@example.org`, '.bob@example.org', 'bob.@example.org', 'b..b@example.org'],
  ...['bob@[127.0.0.1]', 'bob@1.2.3.4', `bob@${'a.'.repeat(128)}example.org`, 'bob@exa mple.org', 'bob@exämple.org'],
  ...[`bob@${'a'.repeat(64)}.org`, 'bob@.example.org', 'bob@example.org.', 'bob@example..org', 'bob@xn--a.org'],
  `${'b'.repeat(60)}@${'a.'.repeat(100)}org`,
])('what is wrong with %s is said in each language', (address) => speaksBoth(findBrokenRule(address) as Words))

// `createError` asks for both by its type.
test('no error is made in one language alone', () => {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const sources = files.map((file) => ({ file, source: readFileSync(`lib/${file}`, 'utf8') }))
  const makers = sources.filter(({ source }) => source.includes('new SesError('))
  expect(makers.map(({ file }) => file)).toEqual(['errors.ts'])
})

test('what a caller wrote is the same in every language', () => {
  expect([wordsIn('Mine.', 'en'), wordsIn('Mine.', 'zh-CN')]).toEqual(['Mine.', 'Mine.'])
  expect(toWords('Mine.')).toEqual({ en: 'Mine.', zh: 'Mine.' })
})

test.each([
  ['SMTP errors', 'product/1084/44453', 'product/1288/65754'],
  ['SendEmail', 'product/1084/39408', 'api/1288/51034'],
  ['errors of the API', 'product/1084/39419', 'api/1288/51060'],
  ['the guide to SMTP', 'product/1084/44458', 'product/1288/65749'],
  ['hosts and ports', 'product/1084/44457', 'product/1288/65750'],
  ['types of attachments', 'product/1084/42373', 'product/1288/51951'],
  ['GetSendEmailStatus', 'product/1084/39502', 'api/1288/51832'],
  ['events', 'product/1084/39492', 'product/1288/53443'],
])('the page of %s has one on the mainland', (_, page, mainland) => {
  const english = `https://www.tencentcloud.com/document/${page}`
  expect(pageIn(english, 'zh-CN')).toBe(`https://cloud.tencent.com/document/${mainland}`)
  expect(pageIn(english, 'en')).toBe(english)
})

test.each(['https://www.tencentcloud.com/document/product/1084/39649', 'https://wiki.example.org/ses'])(
  '%s has none that is known',
  (page) => expect(pageIn(page, 'zh-CN')).toBe(page),
)
