// With a transport and its gateway: what a mail that may have been sent becomes.

import { describe, expect, onTestFinished, test } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { SesError } from '../../lib/index.ts'
import { type ResolverOptions, sesStatus } from '../../lib/status/index.ts'
import { fakeApi, recordAt } from '../help/ses-records.ts'
import { failureOf, mailWith, openStage } from '../help/stage.ts'

const quick = { retry: { minDelayMs: 1 }, timeouts: { connectionMs: 1_000, greetingMs: 300, socketMs: 300 } }
const taken: Fault = { at: 'reply', do: 'close' }
const lost: Fault = { at: 'end', do: 'close' }

async function open(faults: Fault[], options: ResolverOptions = {}) {
  const api = fakeApi()
  const status = sesStatus({ client: api.client, rateLimit: false })
  onTestFinished(() => status.close())
  const onUnknown = status.resolver({ waitMs: 500, pollMs: 50, quietSince: 0, ...options })
  const { ses, ours } = await openStage({ faults }, { ...quick, onUnknown })
  const answer = api.client.GetSendEmailStatus
  // SES has a record of each mail that it took.
  api.client.GetSendEmailStatus = (request) => {
    api.records.length = 0
    for (const { to } of ses.inbox)
      for (const each of to) api.records.push(recordAt(Date.now(), { ToEmailAddress: each }))
    return answer(request)
  }
  return { ses, ours }
}

test('taken: it is sent, and not sent again', async () => {
  const { ses, ours } = await open([taken])
  const info = await ours.sendMail(mailWith({ to: ['ann@example.org', 'bob@example.org'] }))
  expect(info.accepted).toEqual(['ann@example.org', 'bob@example.org'])
  expect(info.ses?.letters).toMatchObject([{ attempts: 1, response: '', handedOverAt: expect.any(Number) }])
  expect(ses.calls).toBe(1)
})

test('lost: it stays unknown, and why', async () => {
  const { ses, ours } = await open([lost])
  const error = await failureOf(ours.sendMail(mailWith()))
  expect(error).toMatchObject({ delivered: 'unknown', retry: 'never' })
  expect(error.message).toContain('SES has no record of a mail to ann@example.org.')
  expect(ses.calls).toBe(0)
})

test('lost, while another to the same recipient is taken: unknown', async () => {
  const { ours } = await open([lost])
  const error = failureOf(ours.sendMail(mailWith()))
  await ours.sendMail(mailWith({ subject: 'Another' }))
  expect((await error).message).toContain('for 2 of this process')
})

test('close ends the waiting', async () => {
  const { ours } = await open([lost], { waitMs: 3_600_000 })
  const failure = failureOf(ours.sendMail(mailWith()))
  setTimeout(() => ours.close(), 400)
  expect(await failure).toMatchObject({ delivered: 'unknown' })
})

test('a resolver that is closed knows of no mail any more; one made after that does', async () => {
  const api = fakeApi()
  const status = sesStatus({ client: api.client })
  status.resolver()
  status.close()
  status.close()
  expect(typeof status.resolver()).toBe('function')
  status.close()
})

describe('in Chinese', () => {
  const at = Date.parse('2026-11-27T04:00:00Z')
  const question = { from: 'noreply@mail.example.com', to: 'ann@example.org', sentAt: at }

  test('what a record means, and what to do', async () => {
    const { client } = fakeApi([recordAt(at, { SendStatus: 1007 }), recordAt(at, { DeliverStatus: 1 })])
    const status = sesStatus({ client, rateLimit: false, language: 'zh-CN' })
    expect(await status.find(question)).toMatchObject([
      { meaning: '该地址在黑名单中。', hint: expect.stringMatching(/^请从名单中清除该地址/) },
      { meaning: '收件人的邮箱服务商已接收该邮件。', hint: '无需处理；之后仍可能退信。' },
    ])
  })

  test('why SES did not answer', async () => {
    const failure = Object.assign(new Error('no'), { code: 'AuthFailure.SignatureExpire', requestId: 'r-7' })
    const client = { GetSendEmailStatus: () => Promise.reject(failure) }
    const status = sesStatus({ client, rateLimit: false, language: 'zh-CN' })
    expect(await failureOf(status.find(question))).toMatchObject({
      message: 'SES 未告知邮件的发送结果：no（AuthFailure.SignatureExpire）',
      hint: '请校准本机时钟：误差已达五分钟以上。',
      docs: 'https://cloud.tencent.com/document/api/1288/51060',
    })
  })

  test('why a mail stays unknown, or was not delivered', async () => {
    const { client } = fakeApi([recordAt(at, { SendStatus: 1007 })])
    const status = sesStatus({ client, rateLimit: false, language: 'zh-CN' })
    onTestFinished(() => status.close())
    const ask = status.resolver({ waitMs: 1, quietSince: 0 })
    const mail = { messageId: '<1@x>', from: question.from, to: [question.to], attempts: 1, handedOverAt: at }
    const error = new SesError('x', { reason: 'delivery-unknown' })
    expect(await ask({ ...mail, error })).toMatchObject({
      answer: 'not-delivered',
      why: 'SES 未发送发往 ann@example.org 的邮件（SendStatus 1007）：该地址在黑名单中。',
      verdict: { hint: expect.stringMatching(/^请从名单中清除该地址/) },
    })
    expect(await ask({ ...mail, error, to: ['bob@example.org'] })).toEqual({
      answer: 'unknown',
      why: '最多等待 0.001 秒后，SES 没有发往 bob@example.org 的邮件记录。',
    })
  })
})
