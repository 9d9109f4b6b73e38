// Tested by test/emulator/api/mails.test.ts.

import type { Hono } from 'hono/tiny'
import { problem } from '../http/answer.ts'
import { type Operation, type OperationId, operations } from './operations.ts'
import { type ApiContext, type ApiRequest, createOperators } from './operators.ts'
import { BadRequest, readBody, readQuery } from './request.ts'

/** Adds the API's operations to what is served. */
export function addApi(app: Hono, context: ApiContext): void {
  const operators = createOperators(context)

  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1{[0-9]+}')
    app.on(operation.method.toUpperCase(), path, async ({ req }) => {
      const numbers = Object.values(req.param()).map(Number)
      const query = readQuery(operation, new URL(req.url).searchParams)
      const body = ((await readBody(operation, req.raw)) ?? {}) as ApiRequest['body']
      return operators[id as OperationId]({ numbers, query, body, signal: req.raw.signal })
    })
  }
  app.all('/api/*', () => problem(404, 'There is no such operation. All are in /api/openapi.json'))
}

/** @returns `undefined` for an error that is none of the one who asked */
export function answerError(error: unknown): Response | undefined {
  return error instanceof BadRequest || error instanceof TypeError ? problem(400, error.message) : undefined
}
