import { expect, test } from 'vitest'
import { meaningOfSendStatus } from '../../../lib/status/table/send-status.ts'

const HOUR = 3_600_000

// "SendStatus", in its order and its words (the API's English description), with those of the mainland's page:
// https://www.tencentcloud.com/document/product/1084/39502, https://cloud.tencent.com/document/api/1288/51832
// biome-ignore format: a table
const documented = [
  // number, English, Chinese, word, sent, reason, retry, retryAfter
  [0, 'Successful.', '处理成功', 'accepted', 'yes', 'delivery-unknown', 'never', undefined],
  [1001, 'Internal system exception.', '内部系统异常', 'internal-error', 'no', 'service-unavailable', 'soon', undefined],
  [1002, 'Internal system exception.', '内部系统异常', 'internal-error', 'no', 'service-unavailable', 'soon', undefined],
  [1003, 'Internal system exception.', '内部系统异常', 'internal-error', 'no', 'service-unavailable', 'soon', undefined],
  [1004, 'Email sending timed out.', '发信超时', 'timed-out', 'open', 'delivery-unknown', 'never', undefined],
  [1005, 'Internal system exception.', '内部系统异常', 'internal-error', 'no', 'service-unavailable', 'soon', undefined],
  [1006, 'You have sent too many emails to the same address in a short period.', '触发频率控制，短时间内对同一地址发送过多邮件', 'frequency-limited', 'no', 'recipient-rate-limited', 'later', HOUR],
  [1007, 'The email address is in the blocklist.', '邮件地址在黑名单中', 'recipient-blocklisted', 'no', 'recipient-refused', 'never', undefined],
  [1008, 'The sender domain is rejected by the recipient.', '域名被收件人拒收', 'domain-rejected', 'no', 'recipient-refused', 'never', undefined],
  [1009, 'Internal system exception.', '内部系统异常', 'internal-error', 'no', 'service-unavailable', 'soon', undefined],
  [1010, 'The daily email sending limit is exceeded.', '超出了每日发送限制', 'quota-exceeded', 'no', 'quota-exceeded', 'later', 'china-midnight'],
  [1011, 'You have no permission to send custom content. Use a template.', '无发送自定义内容权限，必须使用模板', 'template-required', 'no', 'account-refused', 'never', undefined],
  [1013, 'The sender domain is unsubscribed from by the recipient.', '域名被收件人取消订阅', 'unsubscribed', 'no', 'recipient-refused', 'never', undefined],
  [2001, 'No results were found.', '找不到相关记录', 'not-found', 'open', 'delivery-unknown', 'never', undefined],
  [3007, 'The template ID is invalid or the template is unavailable.', '模板ID无效或者不可用', 'template-invalid', 'no', 'message-invalid', 'never', undefined],
  [3008, 'The sender domain is temporarily blocked by the recipient domain.', '被收信域名临时封禁', 'temporarily-blocked', 'no', 'blocked', 'later', 600_000],
  [3009, 'You have no permission to use this template.', '无权限使用该模板', 'template-forbidden', 'no', 'message-invalid', 'never', undefined],
  [3010, 'The format of the `TemplateData` field is incorrect.', 'TemplateData字段格式不正确', 'template-data-invalid', 'no', 'message-invalid', 'never', undefined],
  [3014, 'The email cannot be sent because the sender domain is not verified.', '发件域名没有经过认证，无法发送', 'domain-unverified', 'no', 'sender-refused', 'never', undefined],
  [3020, 'The recipient email address is in the blocklist.', '收件方邮箱类型在黑名单', 'provider-blocklisted', 'no', 'recipient-refused', 'never', undefined],
  [3024, 'Failed to precheck the email address format.', '邮箱地址格式预检查失败', 'address-invalid', 'no', 'recipient-refused', 'never', undefined],
  [3030, 'Email sending is restricted temporarily due to a high bounce rate.', '退信率过高，临时限制发送', 'bounce-rate-high', 'no', 'blocked', 'later', 'china-midnight'],
  [3033, 'The account has insufficient balance or overdue payment.', '余额不足，账号欠费等', 'balance-insufficient', 'no', 'quota-exceeded', 'never', undefined],
] as const

test.each(documented)('%d: %s %s', (code, _english, _chinese, word, sent, reason, retry, retryAfter) => {
  const found = meaningOfSendStatus(code)
  expect(found).toMatchObject({ word, sent })
  expect([found.verdict.reason, found.verdict.retry, found.verdict.retryAfter]).toEqual([reason, retry, retryAfter])
})

test.each([undefined, -1, 1, 1000, 4001, Number.NaN])('%s, which the page does not have, leaves it open', (code) =>
  expect(meaningOfSendStatus(code)).toMatchObject({ word: 'unknown', sent: 'open', verdict: { retry: 'never' } }),
)
