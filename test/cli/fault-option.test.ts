import { expect, test } from 'vitest'
import { parseFault } from '../../lib/cli/fault-option.ts'

test.each([
  ['call=FailedOperation.TemporaryBlocked', { at: 'call', error: 'FailedOperation.TemporaryBlocked' }],
  ['TemporaryBlocked', 'TemporaryBlocked'],
  ['reply=close', { at: 'reply', do: 'close' }],
  ['mail=slow:500,times=3', { at: 'mail', do: { slowMs: 500 }, times: 3 }],
  ['rcpt=450 busy, try later', { at: 'rcpt', do: { reply: '450 busy, try later' } }],
  ['rcpt=550 no,skip=1,probability=0.5', { at: 'rcpt', do: { reply: '550 no' }, skip: 1, probability: 0.5 }],
  ['body=reset,after=1000', { at: 'body', do: 'reset', after: 1000 }],
])('%s', (text, fault) => expect(parseFault(text)).toEqual(fault))

test.each([
  ['reply=', "Expected --fault to be <where>=<what>, such as reply=close, got 'reply='"],
  ['nowhere=close', 'Expected --fault to be at connect, tls,'],
  ['mail=explode', 'Expected --fault to do close, reset,'],
  ['mail=slow:x', 'Expected --fault to do close, reset,'],
  ['mail=close,times=x', "Expected times in --fault 'mail=close,times=x' to be a whole number"],
  ['mail=close,probability=2', 'to be from 0 to 1'],
])('%s is a mistake of the user', (text, message) => expect(() => parseFault(text)).toThrow(message))
