/** The provider's pages that say more than its page of SMTP errors. */

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
/** "Attachment Types": names and extensions. The mainland's page; the international one was not found with its list. */
export const ATTACHMENT_TYPES_PAGE = 'https://cloud.tencent.com/document/product/1288/51951'
/** "Reputation Levels": mails a day by level, and when SES blocks an account for the day. The mainland's page. */
export const REPUTATION_PAGE = 'https://cloud.tencent.com/document/product/1288/77252'
