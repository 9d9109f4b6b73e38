// Tested by test/options/options.test.ts.

import {
  LARGEST_ATTACHMENT,
  LARGEST_ATTACHMENTS,
  LARGEST_BODY,
  LARGEST_MESSAGE,
  MOST_ATTACHMENTS,
  MOST_RECIPIENTS,
} from '../provider.ts'
import * as check from './checks.ts'

/**
 * SES's pages disagree on sizes and none says whether MB means 10^6 or 2^20: the defaults are the smaller reading.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "General business error description"
 */
export interface SesLimits {
  /**
   * Bytes of text and HTML together, before encoding.
   *
   * @default 1_000_000
   */
  readonly body: number
  /**
   * Bytes of one file, before encoding.
   *
   * @default 5_000_000
   */
  readonly attachment: number
  /**
   * Bytes of all files together, before encoding.
   *
   * @default 8_000_000
   */
  readonly attachments: number
  /**
   * Bytes of the whole message as it is sent.
   *
   * @default 10_000_000
   */
  readonly message: number
  /**
   * Files of one mail.
   *
   * @default 10
   */
  readonly attachmentCount: number
  /**
   * Recipients of one letter; a mail to more is sent as several letters.
   *
   * @default 50
   */
  readonly recipients: number
}

export const resolveLimits = check.group<SesLimits>({
  body: check.wholeNumber(LARGEST_BODY, { min: 0 }),
  attachment: check.wholeNumber(LARGEST_ATTACHMENT, { min: 0 }),
  attachments: check.wholeNumber(LARGEST_ATTACHMENTS, { min: 0 }),
  message: check.wholeNumber(LARGEST_MESSAGE, { min: 0 }),
  attachmentCount: check.wholeNumber(MOST_ATTACHMENTS, { min: 0 }),
  recipients: check.wholeNumber(MOST_RECIPIENTS, { min: 1 }),
})
