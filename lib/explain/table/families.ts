import { COMMON_ERRORS_PAGE } from '../../provider.ts'
import type { Entry } from './entry.ts'

const FORM = 'Compare the mail with what SES takes: it found a value missing, or not as it should be.'

/** For a code that has no row of its own: what all codes of its family have in common. */
export const familyEntries: readonly Entry[] = [
  {
    code: 'InvalidParameterValue',
    phrases: ['参数取值错误'],
    reason: 'message-invalid',
    retry: 'never',
    hint: FORM,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    // `参数错误` also ends the words for MissingParameter and UnknownParameter.
    code: 'InvalidParameter',
    phrases: ['参数错误'],
    reason: 'message-invalid',
    retry: 'never',
    hint: FORM,
    docs: COMMON_ERRORS_PAGE,
  },
  { code: 'MissingParameter', reason: 'message-invalid', retry: 'never', hint: FORM, docs: COMMON_ERRORS_PAGE },
  { code: 'UnknownParameter', reason: 'message-invalid', retry: 'never', hint: FORM, docs: COMMON_ERRORS_PAGE },
  {
    code: 'InvalidRequest',
    phrases: ['multipart 格式错误'],
    reason: 'message-invalid',
    retry: 'never',
    hint: FORM,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'UnsupportedOperation',
    phrases: ['操作不支持'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Send a simpler mail: SES does not support something about this one.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'ResourceNotFound',
    phrases: ['资源不存在'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Check that sender address and domain exist in the region that you send to.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'OperationDenied',
    phrases: ['操作被拒绝'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Check in the SES console that account, domain and sender address are approved.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    // SES does not say which limit, or when it ends.
    code: 'LimitExceeded',
    phrases: ['超过配额限制', '收件人地址数量超过限制'],
    reason: 'quota-exceeded',
    retry: 'later',
    hint: "Look up the account's limits in the SES console, and send again when there is room.",
    docs: COMMON_ERRORS_PAGE,
  },
]

/** The code that says nothing, and the words that begin most others: they come last of all. */
export const bareEntry: Entry = {
  code: 'FailedOperation',
  phrases: ['操作失败'],
  reason: 'unknown',
  retry: 'never',
  hint: 'Submit a ticket to Tencent Cloud with the request id, or give this reply a meaning with the option `meanings`.',
  docs: COMMON_ERRORS_PAGE,
}
