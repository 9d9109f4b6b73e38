import { type Answered, type Operation, operations } from './operations.ts'
import { schemas } from './schemas.ts'

/** The API's description, OpenAPI 3.1. */
export function describeApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operationId, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Emulator of Tencent Cloud SES',
      version: '1',
      description: 'What mails came, what became of each and why, and what goes wrong from now on.',
    },
    paths,
    components: { schemas },
  }
}

function describeOperation(operationId: string, { path, summary, query = {}, body, answers }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  }))
  const inQuery = Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema }))
  return {
    operationId,
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries<Answered>(answers).map(([status, answered]) => [status, describe(answered)]),
      ),
      '4XX': describe({ schema: 'Problem' }),
    },
  }
}

function describe(answered: Answered) {
  if ('nothing' in answered) return { description: 'Done' }
  if ('type' in answered) return { description: 'As it is', content: { [answered.type]: {} } }
  const schema = { $ref: `#/components/schemas/${answered.schema}` }
  return { description: answered.schema, content: { 'application/json': { schema } } }
}
