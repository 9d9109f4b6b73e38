// Tested by test/emulator/status/errors.test.ts.

/**
 * An error of Tencent Cloud's API. Users quote the texts with a backquote, and those about SecretId and signature, from its
 * answers; SES's own are those of its list, and the rest are the emulator's.
 */
export interface Failure {
  readonly Code: string
  readonly Message: string
}

/**
 * The errors that the emulator answers.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39419
 */
export const failures = {
  invalidAuthorization: {
    Code: 'AuthFailure.InvalidAuthorization',
    Message: 'The Authorization header does not comply with the standard of Tencent Cloud.',
  },
  secretIdNotFound: {
    Code: 'AuthFailure.SecretIdNotFound',
    Message: 'The SecretId is not found, please ensure that your SecretId is correct.',
  },
  signatureExpire: {
    Code: 'AuthFailure.SignatureExpire',
    Message: 'The signature is expired, please request again.',
  },
  signatureFailure: {
    Code: 'AuthFailure.SignatureFailure',
    Message: 'The provided credentials could not be validated. Please check your signature is correct.',
  },
  tokenFailure: { Code: 'AuthFailure.TokenFailure', Message: 'Token error.' },
  invalidAction: { Code: 'InvalidAction', Message: 'The request `Action` is invalid or not found.' },
  noSuchVersion: { Code: 'NoSuchVersion', Message: 'The API version does not exist.' },
  unsupportedRegion: { Code: 'UnsupportedRegion', Message: 'The API does not support the requested region.' },
  unsupportedProtocol: { Code: 'UnsupportedProtocol', Message: 'Only POST with application/json is emulated.' },
  requestTooLarge: { Code: 'RequestSizeLimitExceeded', Message: 'The request packet is too large.' },
  noJson: { Code: 'InvalidParameter', Message: 'The request body is no JSON object.' },
  invalidLimit: { Code: 'FailedOperation.InvalidLimit', Message: 'Query limit reached (Limit is at most 100).' },
  wrongDate: { Code: 'InvalidParameterValue.WrongDate', Message: 'Incorrect search date or format.' },
  notSupportDate: {
    Code: 'FailedOperation.NotSupportDate',
    Message: 'Records for this date cannot be queried; only data within 90 days.',
  },
} as const satisfies Record<string, Failure>

export function missing(name: string): Failure {
  return { Code: 'MissingParameter', Message: `The request is missing a required parameter \`${name}\`.` }
}

export function wrongType(name: string): Failure {
  return { Code: 'InvalidParameter', Message: `The value type of parameter \`${name}\` is not valid.` }
}

export function unknownParameter(name: string): Failure {
  return { Code: 'UnknownParameter', Message: `The parameter \`${name}\` is not recognized.` }
}

export function tooFrequent(requests: number, perSecond: number): Failure {
  return {
    Code: 'RequestLimitExceeded',
    Message: `Your current request times equals to \`${requests}\` in a second, which exceeds the frequency limit \`${perSecond}\` for a second. Please reduce the frequency of calls.`,
  }
}
