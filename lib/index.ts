export type { Meaning, SesReason, SesRetry, SesScope, Verdict } from './errors.ts'
export { isSesError, SesError } from './errors.ts'
export { explainReply } from './explain/verdict.ts'
export type { Attachment, Change, Header, Letter, Mailbox } from './letter.ts'
export type {
  DeliveryAnswer,
  SesLimits,
  SesLogger,
  SesLogin,
  SesPoolOptions,
  SesRateLimit,
  SesRedis,
  SesRetryOptions,
  SesTimeouts,
  SesTransportOptions,
  UnknownDelivery,
} from './options/options.ts'
export { type MailPreview, previewMail } from './preview.ts'
export type { SesRegion } from './provider.ts'
export type { SentLetter, SesSentMessageInfo } from './sent-info.ts'
export { type SesStats, SesTransport, sesTransport } from './transport.ts'
