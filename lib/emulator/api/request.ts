// Tested by test/emulator/api/mails.test.ts.

import type { Operation } from './operations.ts'
import { findFlaw, type Schema } from './schema.ts'

/** A request that is not as the API's description has it: its message is for whoever asked. */
export class BadRequest extends Error {}

/** Parameters of the query, checked, with the defaults of the description. */
export function readQuery({ query: known = {} }: Operation, given: URLSearchParams): Readonly<Record<string, never>> {
  const values: Record<string, unknown> = {}
  for (const [name, text] of given) {
    const schema = Object.hasOwn(known, name) ? known[name] : undefined
    if (schema === undefined)
      throw new BadRequest(`Unknown parameter ${name}: known are ${Object.keys(known).join(', ')}`)
    if (text !== '') values[name] = readValue(schema, name, text)
  }
  const defaults = Object.entries(known).flatMap(([name, schema]) =>
    schema.default === undefined ? [] : [[name, schema.default]],
  )
  return { ...Object.fromEntries(defaults), ...values }
}

export async function readBody({ body: schema }: Operation, request: Request): Promise<unknown> {
  if (schema === undefined) return undefined
  const value: unknown = await request.json().catch(() => {
    throw new BadRequest('Expected a body of JSON')
  })
  const flaw = findFlaw(schema, value, 'body')
  if (flaw !== undefined) throw new BadRequest(flaw)
  return value
}

function readValue(schema: Schema, name: string, text: string): unknown {
  const value = schema.type === 'integer' && /^\d{1,15}$/.test(text) ? Number(text) : text
  const flaw = findFlaw(schema, value, name)
  if (flaw !== undefined) throw new BadRequest(flaw)
  return value
}
