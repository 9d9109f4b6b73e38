import type { Stage } from '../attempt.ts'
import { now } from '../clock.ts'
import { amendError } from '../errors.ts'
import { explainAttempt } from '../explain/explain.ts'
import type { Settings } from '../options/options.ts'
import { toFailed } from '../send/connection.ts'
import { createDialogue, type Dialogue } from '../send/dialogue.ts'
import { greet, logIn } from '../send/handshake.ts'
import { passwordsOf } from '../send/proxy.ts'
import { createSecrets } from '../send/secrets.ts'
import { advise } from './advice.ts'
import { connectPlain, lookAtCertificate, lookUpHost, secure } from './reach.ts'
import type { Findings, Step, StepName } from './step.ts'

/** Goes the way of a connection until it is logged in, with the library's own steps, and tells of each. Sends no mail. */
export async function* diagnose(settings: Settings): AsyncGenerator<Step> {
  const { proxy, timeouts } = settings
  const [login] = settings.logins as readonly [{ user: string; pass: string }]
  const heard: string[] = []
  const listen = (line: string) => void (line.startsWith('S: ') && heard.push(line.slice(3)))
  const take = createTaker(settings)

  let dialogue: Dialogue | undefined
  try {
    const addresses = proxy ? [] : yield* take('dns', () => lookUpHost(settings))
    const socket = yield* take('tcp', () => connectPlain(settings, addresses))
    const opened = yield* take('tls', async () => {
      const [secured, found] = await secure(socket, settings)
      dialogue = createDialogue(secured, { idleMs: timeouts.socketMs, log: listen, onEnd: () => {} })
      return [dialogue, found]
    })
    const extensions = yield* take('ehlo', async () => {
      const offered = await greet(opened, timeouts.greetingMs, timeouts.socketMs)
      return [offered, { greeting: heard[0] ?? '', offers: [...offered.values()].slice(1) }] // the first is its name
    })
    yield* take('login', async () => {
      await logIn(opened, login, extensions, timeouts.socketMs, listen)
      return [true, { reply: heard.at(-1) ?? '' }]
    })
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
  } finally {
    dialogue?.part('QUIT')
  }
}

class StepFailed extends Error {}

/** Makes the function that takes a step, tells of it, and gives what the next one needs. */
function createTaker(settings: Settings) {
  const secrets = createSecrets()
  for (const { user, pass } of settings.logins) secrets.remember(user, pass as string)
  for (const password of passwordsOf(settings.proxy ?? '')) secrets.remember('proxy', password)

  return async function* take<T>(step: StepName, act: () => Promise<[T, Findings]>): AsyncGenerator<Step, T> {
    const startedAt = now()
    const outcome = await act().catch((error: Error) => error)
    const ms = Math.round(now() - startedAt)
    if (!(outcome instanceof Error)) {
      const [result, found] = outcome
      yield { step, ms, found: secrets.hide(found), error: undefined }
      return result
    }
    const failed = secrets.hide(toFailed({ stage: STAGES[step], went: 'nothing' }, outcome))
    const { meanings, language } = settings
    const error = explainAttempt(failed, { meanings, now: Date.now(), attempts: 1, language })
    const certificate = step === 'tls' && error.code === 'ETLS' ? await lookAtCertificate(settings) : undefined
    const hint = advise(step, error, settings, certificate)
    const advised = amendError(error, { message: error.message.replace(error.hint, () => hint), hint })
    const found = {
      ...(certificate && { certificate }),
      ...(error.response !== undefined && { reply: error.response }),
    }
    yield { step, ms, found: secrets.hide(found), error: advised }
    throw new StepFailed()
  }
}

const STAGES: Readonly<Record<StepName, Stage>> = {
  dns: 'socket',
  tcp: 'socket',
  tls: 'socket',
  ehlo: 'greeting',
  login: 'login',
}
