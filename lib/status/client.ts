/** A question to SES, as its API has it. */
export interface StatusRequest {
  /** A day of China, such as `2026-11-27`. */
  RequestDate: string
  Offset: number
  Limit: number
  ToEmailAddress?: string
}

/** What is read of the answer. */
export interface StatusReply {
  readonly EmailStatusList?: readonly object[] | null | undefined
  readonly RequestId?: string | undefined
}

/** What is used of the SDK's client, a `Client` of `tencentcloud-sdk-nodejs-ses`. */
export interface StatusClient {
  GetSendEmailStatus(request: StatusRequest): Promise<StatusReply>
}
