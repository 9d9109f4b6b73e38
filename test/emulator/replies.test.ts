// The forms in which SES's errors are known: one real reply, two samples on its pages, and a table of fields.
import { afterEach, expect, test } from 'vitest'
import { type Emulator, type ReplyForm, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, mail } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

const start = '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:'
const id = '"RequestId":"00000000-0000-0000-0000-000000000000"'

async function refuse(reply: ReplyForm, error: string): Promise<string> {
  ses = await startEmulator({ reply, faults: [{ at: 'call', error: { code: error } }] })
  const client = await dialIn(ses)
  const text = await client.send(mail())
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '00000000-0000-0000-0000-000000000000')
}

const missing = 'FailedOperation.MissingEmailContent'
const text = '操作失败。缺少发信内容（TemplateData和Simple不能同时为空)。'

test.each<[string, ReplyForm, string, string]>([
  // https://github.com/songquanpeng/one-api/issues/1630
  [
    'the real one',
    {},
    'FailedOperation.NotAuthenticatedSender',
    `{"Response":{${id},"QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。发件sender没有经过认证，无法发送。"}}}}`,
  ],
  // https://cloud.tencent.com/document/product/1288/65754
  [
    'the Chinese page',
    { space: true, truncate: 'text' },
    missing,
    ` {"Response":{${id},"QcloudError":{"Error":{"Code":"${missing}.${text}`,
  ],
  // https://www.tencentcloud.com/document/product/1084/44453
  [
    'the English page',
    { space: true, truncate: 'text', language: 'en' },
    missing,
    ` {"Response":{${id},"QcloudError":{"Error":{"Code":"${missing}. The operation failed. The content of the email is missing (TemplateData and Simple cannot be both empty).`,
  ],
  [
    'with Message',
    { message: true },
    missing,
    `{"Response":{${id},"QcloudError":{"Error":{"Code":"${missing}","Message":"${text}"}}}}`,
  ],
  [
    "the page's table of fields",
    { message: true, flat: true },
    missing,
    `{"Response":{${id},"QcloudError":{"Code":"${missing}","Message":"${text}"}}}`,
  ],
  ['cut anywhere', { truncate: 26 }, missing, '{"Response":{"RequestId":"'],
  [
    'a code without a second half',
    {},
    'InternalError',
    `{"Response":{${id},"QcloudError":{"Error":{"Code":"InternalError.内部错误。"}}}}`,
  ],
  ['a code that nobody knows', {}, 'New.Thing', `{"Response":{${id},"QcloudError":{"Error":{"Code":"New.Thing"}}}}`],
])('%s', async (_, form, error, json) => {
  const reply = await refuse(form, error)
  expect(reply).toBe(`${start}${json}`)
})
