import { createError, type SesError } from '../errors.ts'
import { STATUS_PAGE } from '../provider.ts'
import { clientFailed } from './api-error.ts'
import type { StatusReply, StatusRequest } from './client.ts'
import { type StatusSettings, secretsOf } from './options.ts'

/** Asks SES one question. The signal ends it. */
export type Ask = (request: StatusRequest, signal: AbortSignal) => Promise<StatusReply>

/** @param load loads the SDK */
export function openClient(settings: StatusSettings, load: () => Promise<unknown> = loadSdk): Ask {
  const { client, sdk, timeoutMs } = settings
  if (client) return (request) => client.GetSendEmailStatus(request)

  let opened: Promise<SdkClient> | undefined
  const open = async (): Promise<SdkClient> => {
    const { credential, region, endpoint, protocol } = sdk
    const httpProfile = { endpoint, protocol, reqTimeout: Math.ceil(timeoutMs / 1_000) }
    const Client = await load()
      .then(clientOf)
      .catch((error) => {
        throw sdkMissing(error)
      })
    try {
      return new Client({ credential, region, profile: { httpProfile } })
    } catch (error) {
      throw clientFailed(error, secretsOf(credential))
    }
  }
  return async (request, signal) => {
    opened ??= open()
    const client = await opened.catch((error) => {
      opened = undefined // it may be installed by the next question
      throw error
    })
    return client.GetSendEmailStatus(request, { signal })
  }
}

/** What is used of the SDK. Its types do not tell that its methods take options in the place of a callback. */
interface SdkClient {
  GetSendEmailStatus(request: StatusRequest, options: { readonly signal: AbortSignal }): Promise<StatusReply>
}

type SdkClientClass = new (config: {
  readonly credential: NonNullable<StatusSettings['sdk']>['credential']
  readonly region: string
  readonly profile: object
}) => SdkClient

/** With `require` where there is one: Jest runs CommonJS in a way that knows no `import()`. */
async function loadSdk(): Promise<unknown> {
  return typeof require === 'function' ? require('tencentcloud-sdk-nodejs-ses') : import('tencentcloud-sdk-nodejs-ses')
}

interface SdkModule {
  readonly ses?: { readonly v20201002?: { readonly Client?: SdkClientClass } }
}

/** It is CommonJS: some loaders put all of it under `default`. */
function clientOf(module: unknown): SdkClientClass {
  const { ses, default: whole } = module as SdkModule & { readonly default?: SdkModule }
  const Client = (ses ?? whole?.ses)?.v20201002?.Client
  if (!Client) throw new Error('It has no ses.v20201002.Client')
  return Client
}

function sdkMissing(cause: unknown): SesError {
  return createError(
    {
      en: 'sesStatus needs the SDK tencentcloud-sdk-nodejs-ses, which could not be loaded. SES was not asked.',
      zh: 'sesStatus 需要 SDK tencentcloud-sdk-nodejs-ses，但无法加载。未向 SES 查询。',
    },
    {
      reason: 'unknown',
      retry: 'never',
      delivered: 'unknown',
      hint: {
        en: 'Run `npm install tencentcloud-sdk-nodejs-ses`, or give a `client` that asks in its place.',
        zh: '请运行 `npm install tencentcloud-sdk-nodejs-ses`，或提供代为查询的 `client`。',
      },
      docs: STATUS_PAGE,
      cause,
    },
  )
}
