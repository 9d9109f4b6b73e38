// Tested by test/index.test.ts.

export { Emulator, type EmulatorTransport, startEmulator } from './emulator.ts'
export type { CallFault, Fault, FaultAction, FaultStage, Faults, WireFault } from './faults.ts'
export type { Field } from './mime/header.ts'
export type { Account, EmulatorOptions, RateLimit, RecipientLimit, SizeLimits } from './options.ts'
export type { Outcome } from './outcome.ts'
export type { LedgerEntry, ReceivedAttachment, ReceivedLetter } from './records.ts'
export type { ReplyForm } from './reply.ts'
export type { StatusRecord } from './status/api.ts'
export type { EmulatorStatus } from './status/open.ts'
export type { StatusOptions } from './status/options.ts'
export type { Envelope } from './submission.ts'
