import { COMMON_ERRORS_PAGE, SEND_EMAIL_PAGE } from '../../provider.ts'
import type { Entry } from './entry.ts'

const AGAIN = 'Send again: SES is in trouble of its own, and has not taken the mail.'
const TICKET = "Submit a ticket to Tencent Cloud with the request id: the gateway's own call to SES fails."

/** SES itself is not well. */
export const serviceEntries: readonly Entry[] = [
  {
    code: 'FailedOperation.ServiceNotAvailable',
    phrases: ['临时性错误'],
    reason: 'service-unavailable',
    retry: 'soon',
    hint: AGAIN,
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'InternalError',
    phrases: ['内部错误'],
    reason: 'service-unavailable',
    retry: 'soon',
    hint: AGAIN,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'ResourceInsufficient',
    phrases: ['资源不足'],
    reason: 'service-unavailable',
    retry: 'soon',
    hint: AGAIN,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'ResourceUnavailable',
    phrases: ['资源不可用'],
    reason: 'service-unavailable',
    retry: 'soon',
    hint: AGAIN,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'ServiceUnavailable',
    phrases: ['Service not available', 'Service unavailable'],
    reason: 'service-unavailable',
    retry: 'soon',
    hint: AGAIN,
    docs: COMMON_ERRORS_PAGE,
  },
  // The rest is between the gateway and the API: nothing in the mail brings it about, and no second try within seconds mends it.
  {
    code: 'ActionOffline',
    phrases: ['接口已下线'],
    reason: 'service-unavailable',
    retry: 'later',
    hint: TICKET,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'InvalidAction',
    phrases: ['接口不存在'],
    reason: 'service-unavailable',
    retry: 'later',
    hint: TICKET,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'NoSuchProduct',
    phrases: ['产品不存在'],
    reason: 'service-unavailable',
    retry: 'later',
    hint: TICKET,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'NoSuchVersion',
    phrases: ['接口版本不存在'],
    reason: 'service-unavailable',
    retry: 'later',
    hint: TICKET,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'DryRunOperation',
    phrases: ['DryRun 操作'],
    reason: 'service-unavailable',
    retry: 'later',
    hint: TICKET,
    docs: COMMON_ERRORS_PAGE,
  },
]
