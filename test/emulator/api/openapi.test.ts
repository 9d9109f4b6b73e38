// The API is as its own description says: whatever it answers to each operation is validated by that.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { mailWithFiles } from '../client.ts'
import { openApi } from './api.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const calls: readonly (readonly [method: string, path: string, status: number, body?: unknown])[] = [
  ['get', '/mails', 200],
  ['get', '/mails?limit=1', 200],
  ['get', '/mails?limit=0', 400],
  ['get', '/mails/wait', 200],
  ['get', '/mails/wait?subject=never&timeoutMs=1', 408],
  ['get', '/mails/1', 200],
  ['get', '/mails/2', 200],
  ['get', '/mails/9', 404],
  ['get', '/mails/1/source', 200],
  ['get', '/mails/1/text', 200],
  ['get', '/mails/1/html', 200],
  ['get', '/mails/2/files/1', 200],
  ['get', '/mails/2/files/9', 404],
  ['get', '/connections', 200],
  ['get', '/connections/1', 200],
  ['get', '/connections/9', 404],
  ['get', '/faults', 200],
  ['put', '/faults', 200, { faults: [{ at: 'call', error: 'FailedOperation' }] }],
  ['put', '/faults', 400, { faults: [{}] }],
  ['get', '/faults', 200],
  ['get', '/limits', 200],
  ['patch', '/limits', 200, { rateLimit: false }],
  ['get', '/limits', 200],
  ['get', '/clock', 200],
  ['patch', '/clock', 200, { advanceMs: 1000, isStopped: true }],
  ['get', '/mails?kind=any', 200],
  ['get', '/stats', 200],
  ['get', '/openapi.json', 200],
  ['delete', '/mails/1', 200],
  ['delete', '/mails/1', 404],
  ['delete', '/mails?outcome=refused', 200],
  ['post', '/reset', 204],
]

test('every operation answers as the description has it', async () => {
  const { call, get, send, sendRaw } = await openApi()
  await send({ html: '<p>Hi</p>', attachments: [] })
  await sendRaw(mailWithFiles({ 'Content-Disposition': 'inline; filename="a b.txt"' }))
  const description = await get('/openapi.json')
  expect(description).toMatchObject({ openapi: '3.1.0', info: { version: '1' } })

  const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false, strictRequired: false })
  const named = (schema: unknown) => JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', ''))
  for (const [name, schema] of Object.entries(description['components'].schemas)) ajv.addSchema(named(schema), name)
  const validate = (schema: object, value: unknown) => {
    ajv.validate(named(schema), value)
    return ajv.errors ?? []
  }

  const called = new Set<string>()
  for (const [method, path, status, body] of calls) {
    const answered = await call(method.toUpperCase(), path, body)
    const { operationId, responses } = operationOf(description['paths'], method, `/api${path.split('?', 1)[0]}`)
    called.add(operationId)
    const what = `${method} ${path}`
    expect([what, answered.status]).toEqual([what, status])
    const { content = {} } = responses[status] ?? responses['4XX'] ?? {}
    const type = answered.headers.get('content-type')?.split(';', 1)[0]
    expect([what, type]).toEqual([what, Object.keys(content)[0]])
    const schema = content['application/json']?.schema
    if (schema !== undefined) expect([what, validate(schema, answered.body)]).toEqual([what, []])
  }
  const all = Object.values(description['paths'] as Paths).flatMap((methods) => Object.values(methods))
  const ids = all.map(({ operationId }) => operationId)
  expect([...called, 'getEvents'].sort()).toEqual(ids.sort()) // the events never end: they have a test of their own
})

function operationOf(paths: Paths, method: string, path: string): Operation {
  const fits = ([template]: [string, unknown]) => new RegExp(`^${template.replace(/\{\w+\}/g, '\\d+')}$`).test(path)
  const operation = Object.entries(paths).find(fits)?.[1][method]
  if (operation === undefined) throw new Error(`${method} ${path} is not in the description`)
  return operation
}
