import { resolveOptions } from '../options/options.ts'
import { regionOf } from './advice.ts'
import type { Command } from './command.ts'
import { diagnose } from './diagnose.ts'
import { environmentHelp, readAccount } from './environment.ts'
import { toJson } from './json.ts'
import { parseOptions } from './login-options.ts'
import { terminalPrompt } from './password.ts'
import { toProblem } from './problem.ts'
import type { Step } from './step.ts'
import { endLines, startLine, stepLines } from './verify-lines.ts'

/** `verify`: the way to SES and the login, step by step. Sends no mail. */
export const verify: Command = {
  summary: 'the way to SES step by step, up to the login: DNS, TCP, TLS, EHLO; sends no mail',
  help: `Usage: nodemailer-tencentcloud-ses verify [options]

Connects to SES and logs in, and says of each step how long it took, what came, and what to do if it failed. Sends no
mail.

${environmentHelp}

  --timeout <seconds>  for each step (15)
  --json               one JSON value:
    ok, host, port, region, user
    steps  [{ step, ok, ms, … }]: dns { addresses }, tcp { address } or { proxy }, tls { version, cipher, certificate },
           ehlo { greeting, offers }, login { reply }
    error  null, or of the last step { message, reason, retry, hint, docs, code, response, … }

Exit status: 0 if the login works, 1 if a step failed, 2 for a mistake in what was typed or in the environment.`,

  async run(args) {
    const { json, timeoutMs } = parseOptions(args, {}, 15)
    const account = await readAccount(process.env, terminalPrompt())
    const timeouts = { connectionMs: timeoutMs, greetingMs: timeoutMs, socketMs: timeoutMs }
    const settings = resolveOptions({ ...account, timeouts })

    const print = (text: string) => void (json || process.stdout.write(text))
    const steps: Step[] = []
    print(startLine(settings))
    for await (const step of diagnose(settings)) {
      steps.push(step)
      print(stepLines(step))
    }
    const last = steps.at(-1) as Step
    print(endLines(last, settings))
    if (json) process.stdout.write(toJson(report(steps, settings.host, settings.port, account.auth.user)))
    return last.error ? 1 : 0
  },
}

function report(steps: readonly Step[], host: string, port: number, user: string) {
  const error = steps.at(-1)?.error
  return {
    ok: error === undefined,
    ...{ host, port, region: regionOf(host) ?? null, user },
    steps: steps.map(({ step, ms, found, error }) => ({ step, ok: error === undefined, ms, ...found })),
    error: error ? toProblem(error) : null,
  }
}
