// In what language a caller is told of a failure, wherever it comes from.

import { expect, it } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { previewMail, type UnknownDelivery } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const language = 'zh-CN'
const mainland = 'https://cloud.tencent.com/document'
const quick = { retry: false, timeouts: { connectionMs: 1_000, greetingMs: 300, socketMs: 300 } } as const

it('refused before it is sent, with the line of the caller', async () => {
  const { ours } = await openStage({}, { language })
  const error = await failureOf(ours.sendMail(mailWith({ subject: '' })))
  expect(error).toMatchObject({
    message: 'subject：缺少主题。请设置 `subject`。',
    hint: '请设置 `subject`。',
    docs: `${mainland}/product/1288/65754`,
  })
  expect(error.stack).toMatch(/^SesError: subject：缺少主题[^\n]*\n {4}at /)
  expect(error.stack).toContain('language.test.ts')
})

it('read, and refused', async () => {
  const { ours } = await openStage({}, { language })
  expect(await failureOf(ours.sendMail(mailWith({ to: 'Bob' })))).toMatchObject({
    message: 'to：应为邮箱地址，实际为 "Bob"。邮件未发送。',
    hint: expect.stringMatching(/^请写成 `name@example.org`/),
  })
})

it('refused by SES', async () => {
  const { ours } = await openStage(
    { faults: [{ at: 'call', error: 'FailedOperation.InsufficientBalance' }] },
    { language },
  )
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    message: expect.stringMatching(
      /^SES 拒绝了该邮件（554 FailedOperation.InsufficientBalance）：.*请为腾讯云账号充值，然后重新发送。$/,
    ),
    hint: '请为腾讯云账号充值，然后重新发送。',
    docs: `${mainland}/api/1288/51034`,
  })
})

it('refused for the sender, with both addresses', async () => {
  const { ours } = await openStage({}, { language })
  expect(await failureOf(ours.sendMail(mailWith({ from: 'other@mail.example.com' })))).toMatchObject({
    message: expect.stringMatching(/^from：SES 拒绝了 other@mail.example.com，登录地址为 .*请用 /),
    hint: expect.stringContaining(`请用 ${sender} 发信`),
  })
})

it('put aside', async () => {
  const { ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.FrequencyLimit' }] }, { language })
  await failureOf(ours.sendMail(mailWith()))
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    message: expect.stringMatching(/^SES 已拒绝发往 .* 的邮件（FailedOperation.FrequencyLimit）/),
    hint: expect.stringMatching(/^请等待一小时/),
    attempts: 0,
  })
})

it('no connection', async () => {
  const { ours } = await openStage({}, { language, ...quick, port: 1 })
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    message: expect.stringMatching(/^与 SES 的连接失败：.*请检查主机、端口和网络；邮件未发送。$/),
    reason: 'connection',
  })
})

it('may have been sent: also what `onUnknown` is given', async () => {
  const asked: UnknownDelivery[] = []
  const onUnknown = (unknown: UnknownDelivery) => {
    asked.push(unknown)
    return 'unknown' as const
  }
  const { ours } = await openStage({ faults: [{ at: 'reply', do: 'close' }] }, { language, ...quick, onUnknown })
  const { message, hint } = await failureOf(ours.sendMail(mailWith()))
  expect(message).toMatch(/^无法确定 SES 是否已接收该邮件.*。$/)
  expect(hint).toMatch(/^重发前请先在 SES 控制台确认/)
  expect(asked[0]?.error).toMatchObject({ message, hint })
})

it('refused for one recipient of several', async () => {
  const faults: Fault[] = [{ at: 'call', skip: 1, error: 'FailedOperation.EmailAddrInBlacklist' }]
  const { ours } = await openStage({ faults }, { language })
  const { rejectedErrors } = await ours.sendMail(mailWith({ bcc: ['zoe@example.org'] }))
  expect(rejectedErrors).toMatchObject([{ hint: expect.stringMatching(/^请停止向该地址发信/) }])
})

it('a login, by `verify`', async () => {
  const { ours } = await openStage({}, { language, auth: { user: sender, pass: 'Wrong4Tests' } })
  expect(await failureOf(ours.verify())).toMatchObject({
    message: expect.stringMatching(new RegExp(`^${sender}：SES 拒绝了登录`)),
    hint: expect.stringMatching(/^请用发信地址及其/),
  })
})

it('closed', async () => {
  const { ours } = await openStage({}, { language })
  ours.close()
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ hint: '请通过另一个 transport 发送。' })
  expect(await failureOf(ours.verify())).toMatchObject({ message: '邮件发送前 transport 已关闭。' })
})

it('in the words of a row of the caller’s own', async () => {
  const meanings = [
    { code: 'FailedOperation.InsufficientBalance', reason: 'quota-exceeded', retry: 'never', hint: 'Call Ann.' },
  ] as const
  const { ours } = await openStage(
    { faults: [{ at: 'call', error: 'FailedOperation.InsufficientBalance' }] },
    { language, meanings },
  )
  expect((await failureOf(ours.sendMail(mailWith()))).hint).toBe('Call Ann.')
})

it('previewed', async () => {
  const failure = previewMail({ to: 'ann@example.org', from: sender, subject: 'x' }, { language })
  expect(await failureOf(failure)).toMatchObject({ message: 'body：缺少文本或 HTML 正文。请设置 `text` 或 `html`。' })
})

it('previewed, and too large when it is written', async () => {
  const failure = previewMail(mailWith(), { language, limits: { message: 100 } })
  expect((await failureOf(failure)).message).toMatch(/^整封邮件有 [\d,]+ 字节，SES 最多接受 100。$/)
})
