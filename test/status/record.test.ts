import { describe, expect, test } from 'vitest'
import { addressKey } from '../../lib/status/address.ts'
import { readRecord } from '../../lib/status/record.ts'

// The page's sample: https://www.tencentcloud.com/document/product/1084/39502 "Example1"
const sample = {
  UserOpened: true,
  UserUnsubscribed: true,
  RequestTime: 1609831698,
  UserComplainted: true,
  ToEmailAddress: 'example@cloud.com',
  FromEmailAddress: 'noreply@tencent.com',
  UserClicked: true,
  DeliverStatus: 1,
  DeliverMessage: 'success',
  DeliverTime: 1609831699,
  MessageId: 'qcloudses-30-4123414323-date-20210101094334-syNARhMTbKI1',
  SendStatus: 0,
}

test('the sample of the page', () =>
  expect(readRecord(sample, 'en')).toEqual({
    from: 'noreply@tencent.com',
    to: 'example@cloud.com',
    messageId: 'qcloudses-30-4123414323-date-20210101094334-syNARhMTbKI1',
    sendStatus: 'accepted',
    sendCode: 0,
    deliverStatus: 'delivered',
    deliverCode: 1,
    deliverMessage: 'success',
    meaning: "The recipient's provider took the mail.",
    hint: 'Do nothing; a bounce may still follow.',
    requestedAt: 1609831698_000,
    deliveredAt: 1609831699_000,
    opened: true,
    clicked: true,
    unsubscribed: true,
    complained: true,
  }))

test('why SES did not send a mail goes before how it was delivered', () =>
  expect(readRecord({ ...sample, SendStatus: 1007, DeliverStatus: 0 }, 'en').meaning).toBe(
    'The address is on the blocklist.',
  ))

test.each<[string, object, object]>([
  ['nothing', {}, { from: '', to: '', sendStatus: 'unknown', sendCode: undefined, requestedAt: undefined }],
  ['null', { SendStatus: null, RequestTime: null }, { sendStatus: 'unknown', requestedAt: undefined }],
  ['text for a number', { SendStatus: '0', RequestTime: '1609831698' }, { sendCode: 0, requestedAt: 1609831698_000 }],
  ['milliseconds', { RequestTime: 1609831698_000 }, { requestedAt: 1609831698_000 }],
  ['0 for what has not happened', { DeliverTime: 0 }, { deliveredAt: undefined }],
  ['the newer spelling', { UserComplained: true }, { complained: true }],
  ['what is no boolean', { UserOpened: 'true' }, { opened: false }],
  ['what is not its own', Object.create({ SendStatus: 0 }), { sendStatus: 'unknown' }],
])('%s', (_, given, expected) => expect(readRecord(given, 'en')).toMatchObject(expected))

describe('addresses are compared', () => {
  test.each([
    ['Ann@Example.ORG', 'ann@example.org'],
    ['Shop <noreply@mail.example.com>', 'noreply@mail.example.com'],
    [' ann@bücher.example ', 'ann@xn--bcher-kva.example'],
    ['ann', 'ann'],
    ['', ''],
  ])('%j as %j', (given, key) => expect(addressKey(given)).toBe(key))
})
