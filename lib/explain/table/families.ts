// Tested by test/explain/every-code.test.ts.

import { COMMON_ERRORS_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

const FORM = 'Compare the mail with what SES takes: it found a value missing, or not as it should be.'

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
      hint: 'Send a simpler mail: SES does not support something about this one.' },
    { code: 'ResourceNotFound', phrases: ['资源不存在'],
      hint: 'Check that sender address and domain exist in the region that you send to.' },
  ] },
  { reason: 'account-refused', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'OperationDenied', phrases: ['操作被拒绝'],
      hint: 'Check in the SES console that account, domain and sender address are approved.' },
  ] },
  { reason: 'quota-exceeded', retry: 'later', docs: COMMON_ERRORS_PAGE, rows: [
    // SES says neither which limit, nor when it ends.
    { code: 'LimitExceeded', phrases: ['超过配额限制', '收件人地址数量超过限制'],
      hint: "Look up the account's limits in the SES console, and send again when there is room." },
  ] },
]

/** The code that says nothing, and the words that most others begin with: they are looked up last. */
// biome-ignore format: a table
export const bareGroups: readonly Group[] = [
  { reason: 'unknown', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'FailedOperation', phrases: ['操作失败'],
      hint: 'Submit a ticket to Tencent Cloud with the request id, or give this reply a meaning with the option `meanings`.' },
  ] },
]
