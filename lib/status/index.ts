// Tested by test/index.test.ts.

export type { StatusClient, StatusReply, StatusRequest } from './client.ts'
export { parseSesEvent, type SesEvent, type SesEventKind } from './event.ts'
export { isFinal, supersedes } from './event-order.ts'
export type { StatusQuestion } from './find.ts'
export type { SesCredential, SesStatusOptions } from './options.ts'
export type { StatusRecord } from './record.ts'
export type { UnknownResolver } from './resolver.ts'
export type { EventLookup, ResolverOptions } from './resolver-options.ts'
export { verifySecret } from './secret.ts'
export { type SesStatus, sesStatus } from './ses-status.ts'
export type { DeliverStatus } from './table/deliver-status.ts'
export type { SendStatus } from './table/send-status.ts'
