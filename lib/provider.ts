// Tested by test/options/options.test.ts.

import type { SesLanguage } from './language.ts'

/** Tencent Cloud SES: its pages, its hosts and its numbers, each with the page that says so. */

// Pages.

/** "SMTP Documentation > Error Code", the page this library starts from: headers, sizes, the gateway's errors. */
export const ERROR_PAGE = 'https://www.tencentcloud.com/document/product/1084/44453'
/** "SendEmail": what the gateway calls, its limits and its codes. */
export const SEND_EMAIL_PAGE = 'https://www.tencentcloud.com/document/product/1084/39408'
/** "Common Error Codes" of the API. */
export const COMMON_ERRORS_PAGE = 'https://www.tencentcloud.com/document/product/1084/39419'
/** "SMTP Email Sending Guide": calls a second, mails an hour to one recipient, the SMTP password. */
export const SMTP_GUIDE_PAGE = 'https://www.tencentcloud.com/document/product/1084/44458'
/** "SMTP Service Address": hosts and ports. */
export const SMTP_ADDRESS_PAGE = 'https://www.tencentcloud.com/document/product/1084/44457'
/** "Sending Limits": mails a day, sizes, subject. */
export const SENDING_LIMITS_PAGE = 'https://www.tencentcloud.com/document/product/1084/39649'
/** "Attachment Types" in English. Whether its lists are the mainland's is not known. */
export const ATTACHMENT_TYPES_PAGE_EN = 'https://www.tencentcloud.com/document/product/1084/42373'
/** "Attachment Types": names and extensions. The mainland's page, whose lists are the ones used here. */
export const ATTACHMENT_TYPES_PAGE = 'https://cloud.tencent.com/document/product/1288/51951'
/** "Reputation Levels": mails a day by level, and when SES blocks an account for the day. The mainland's page. */
export const REPUTATION_PAGE = 'https://cloud.tencent.com/document/product/1288/77252'
/** "GetSendEmailStatus": what became of the mails of a day. */
export const STATUS_PAGE = 'https://www.tencentcloud.com/document/product/1084/39502'
/** "Email Notification Events": what SES posts to a webhook. */
export const EVENTS_PAGE = 'https://www.tencentcloud.com/document/product/1084/39492'

/** The same pages of the Chinese mainland's site, where they are known. */
const MAINLAND_PAGES: ReadonlyMap<string, string> = new Map([
  [ERROR_PAGE, 'https://cloud.tencent.com/document/product/1288/65754'],
  [SEND_EMAIL_PAGE, 'https://cloud.tencent.com/document/api/1288/51034'],
  [COMMON_ERRORS_PAGE, 'https://cloud.tencent.com/document/api/1288/51060'],
  [SMTP_GUIDE_PAGE, 'https://cloud.tencent.com/document/product/1288/65749'],
  [SMTP_ADDRESS_PAGE, 'https://cloud.tencent.com/document/product/1288/65750'],
  [ATTACHMENT_TYPES_PAGE_EN, ATTACHMENT_TYPES_PAGE],
  [STATUS_PAGE, 'https://cloud.tencent.com/document/api/1288/51832'],
  [EVENTS_PAGE, 'https://cloud.tencent.com/document/product/1288/53443'],
])

/** The page to show to somebody who reads that language; any other address as it is. */
export function pageIn(page: string, language: SesLanguage): string {
  return language === 'zh-CN' ? (MAINLAND_PAGES.get(page) ?? page) : page
}

// Headers that come back in events: EVENTS_PAGE.

export const CALLBACK_PREFIX = 'X-Tencentcloudses-Cb-'
/**
 * What stands behind it. In this form alone a header's name stays as it is, whichever program spells it: Go, which SES seems to
 * be written in, writes `Order-Id`.
 */
export const CALLBACK_KEY = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

// Hosts: SMTP_ADDRESS_PAGE.

export type SesRegion = 'ap-hongkong' | 'ap-guangzhou' | 'ap-singapore'

export const SMTP_HOSTS: Readonly<Record<SesRegion, string>> = {
  'ap-hongkong': 'smtp.qcloudmail.com',
  'ap-guangzhou': 'gz-smtp.qcloudmail.com',
  'ap-singapore': 'sg-smtp.qcloudmail.com',
}

/** Of the API: STATUS_PAGE, and https://cloud.tencent.com/document/api/1288/51832 for the mainland's. */
export const API_HOSTS: Readonly<Record<SesRegion, string>> = {
  'ap-hongkong': 'ses.tencentcloudapi.com',
  'ap-guangzhou': 'ses.tencentcloudapi.com',
  'ap-singapore': 'ses.intl.tencentcloudapi.com',
}

/** With TLS from the first byte; 587 is alike. */
export const SMTP_PORT = 465

// Rates: SMTP_GUIDE_PAGE, "Email Sending Restrictions".

/** Calls that an account may make in a second. */
export const CALLS_PER_SECOND = 20

/** Questions a second: STATUS_PAGE, "Default API request rate limit: 1 request/sec". ⚠ Its version of 2026-03-31 says 20 alone. */
export const QUESTIONS_PER_SECOND = 1

/** Mails that one recipient may get from one sender. */
export const RECIPIENT_LIMIT = { count: 10, perMs: 3_600_000 }

// Bytes: ERROR_PAGE. The pages disagree on sizes, and none says whether MB means 10^6 or 2^20: these are the smaller
// readings of this page.

/** Text and HTML together, before encoding: "The email body other than attachments cannot exceed 1 MB". */
export const LARGEST_BODY = 1_000_000
/** One file, before encoding: "The size of a single attachment exceeds 5 MB". */
export const LARGEST_ATTACHMENT = 5_000_000
/** All files together, before encoding: "keep the total attachment size below 8 MB". */
export const LARGEST_ATTACHMENTS = 8_000_000
/** The whole message as it is sent: "below 10 MB. Otherwise, the content will be truncated". */
export const LARGEST_MESSAGE = 10_000_000
/** A line without its CRLF: refused with "2,000 or more characters in a single line", CRLF included. */
export const LONGEST_LINE = 1_998

// Counts and lengths.

/** Records of one answer: STATUS_PAGE, "Maximum number of pulled entries. Maximum value: 100". */
export const MOST_RECORDS = 100

/** Files of a letter: SEND_EMAIL_PAGE, "a single email supports up to 10". */
export const MOST_ATTACHMENTS = 10
/** Recipients of a letter: SEND_EMAIL_PAGE, "up to 50 recipients". */
export const MOST_RECIPIENTS = 50
/** Characters of a subject: SENDING_LIMITS_PAGE. */
export const LONGEST_SUBJECT = 998
/** Characters of a file's name: https://www.tencentcloud.com/document/api/1084/39418 "FileName". */
export const LONGEST_FILE_NAME = 255
