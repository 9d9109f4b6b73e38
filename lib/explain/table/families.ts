// Tested by test/explain/every-code.test.ts.

import type { Words } from '../../language.ts'
import { COMMON_ERRORS_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

const FORM: Words = {
  en: 'Compare the mail with what SES takes: it found a value missing, or not as it should be.',
  zh: '请对照 SES 的要求检查邮件：有参数缺失或取值有误。',
}

/** For a code that has no row of its own: what all codes of its family have in common. */
// biome-ignore format: a table
export const familyGroups: readonly Group[] = [
  { reason: 'message-invalid', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'InvalidParameterValue', phrases: ['参数取值错误'], hint: FORM },
    // `参数错误` also ends the words of MissingParameter and UnknownParameter.
    { code: 'InvalidParameter', phrases: ['参数错误'], hint: FORM },
    { code: 'MissingParameter', hint: FORM },
    { code: 'UnknownParameter', hint: FORM },
    { code: 'InvalidRequest', phrases: ['multipart 格式错误'], hint: FORM },
    { code: 'UnsupportedOperation', phrases: ['操作不支持'],
      hint: { en: 'Send a simpler mail: SES does not support something about this one.',
        zh: '请简化邮件：其中有 SES 不支持的内容。' } },
    { code: 'ResourceNotFound', phrases: ['资源不存在'],
      hint: { en: 'Check that sender address and domain exist in the region that you send to.',
        zh: '请确认发信地址和域名在所用地域中存在。' } },
  ] },
  { reason: 'account-refused', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'OperationDenied', phrases: ['操作被拒绝'],
      hint: { en: 'Check in the SES console that account, domain and sender address are approved.',
        zh: '请在 SES 控制台确认账号、域名和发信地址均已通过审核。' } },
  ] },
  { reason: 'quota-exceeded', retry: 'later', docs: COMMON_ERRORS_PAGE, rows: [
    // SES says neither which limit, nor when it ends.
    { code: 'LimitExceeded', phrases: ['超过配额限制', '收件人地址数量超过限制'],
      hint: { en: "Look up the account's limits in the SES console, and send again when there is room.",
        zh: '请在 SES 控制台查看账号的配额，有余量时再重新发送。' } },
  ] },
]

/** The code that says nothing, and the words that most others begin with: they are looked up last. */
// biome-ignore format: a table
export const bareGroups: readonly Group[] = [
  { reason: 'unknown', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'FailedOperation', phrases: ['操作失败'],
      hint: { en: 'Submit a ticket to Tencent Cloud with the request id, or give this reply a meaning with the option `meanings`.',
        zh: '请附上 RequestId 向腾讯云提交工单，或用选项 `meanings` 为该回复定义含义。' } },
  ] },
]
