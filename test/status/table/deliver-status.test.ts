import { expect, test } from 'vitest'
import { meaningOfDeliverStatus } from '../../../lib/status/table/deliver-status.ts'

// "DeliverStatus", in its order and its words: https://www.tencentcloud.com/document/product/1084/39502
test.each([
  [0, 'Tencent Cloud has accepted the request and added it to the send queue.', 'queued'],
  [
    1,
    'The email is delivered successfully. `DeliverTime` indicates the time when the email is delivered successfully.',
    'delivered',
  ],
  [2, 'The email is discarded. `DeliverMessage` indicates the reason for discarding.', 'dropped'],
  [
    3,
    "The recipient's ESP rejects the email, probably because the email address does not exist or due to other reasons.",
    'rejected',
  ],
  [8, 'The email is delayed by the ESP. `DeliverMessage` indicates the reason for delay.', 'deferred'],
])('%d: %s', (code, _words, word) => expect(meaningOfDeliverStatus(code).word).toBe(word))

test.each([undefined, 4, -1])('%s, which the page does not have', (code) =>
  expect(meaningOfDeliverStatus(code).word).toBe('unknown'),
)
