/** As much of JSON Schema as the API's description takes. */
export interface Schema {
  readonly description?: string
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  /** Whether an object may have other fields, or what they are. */
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly enum?: readonly (string | boolean)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number | string
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
}

/** An object whose fields are all there, but for those named. */
export function object(properties: Readonly<Record<string, Schema>>, ...optional: readonly string[]): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

export function array(items: Schema): Schema {
  return { type: 'array', items }
}

export function string(description?: string): Schema {
  return { type: 'string', ...(description !== undefined && { description }) }
}

export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER, description?: string): Schema {
  return { type: 'integer', minimum, maximum, ...(description !== undefined && { description }) }
}

export function words(...all: readonly string[]): Schema {
  return { type: 'string', enum: all }
}

export const off: Schema = { type: 'boolean', enum: [false], description: 'no limit' }

export const boolean: Schema = { type: 'boolean' }

/** What is wrong with a value by its schema, such as `faults[0].at`; `undefined` if nothing is. */
export function findFlaw(schema: Schema, value: unknown, path: string): string | undefined {
  if (schema.anyOf) {
    if (schema.anyOf.some((each) => findFlaw(each, value, path) === undefined)) return undefined
    const meant = schema.anyOf.find((each) => isMeant(each, value)) ?? schema.anyOf[0]
    return meant && findFlaw(meant, value, path)
  }
  if (!hasType(schema, value)) return `Expected ${path} to be ${describe(schema)}, got ${show(value)}`
  if (schema.type === 'object') return findFlawInObject(schema, value as Readonly<Record<string, unknown>>, path)
  if (schema.items === undefined) return undefined
  return firstFlaw(
    (value as readonly unknown[]).map((item, index) => [schema.items as Schema, item, `${path}[${index}]`]),
  )
}

/** Of several forms of an object, the one is meant whose first field fits. */
function isMeant({ type, properties = {} }: Schema, value: unknown): boolean {
  const [[name, first] = ['', undefined]] = Object.entries(properties)
  if (type !== 'object' || typeof value !== 'object' || value === null || first === undefined) return false
  return findFlaw(first, (value as Readonly<Record<string, unknown>>)[name], name) === undefined
}

function findFlawInObject(
  { properties = {}, required = [] }: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  const known = Object.entries(value).flatMap(([name, field]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    return schema === undefined ? [] : [[schema, field, `${path}.${name}`] as const]
  })
  const flaw = firstFlaw(known)
  if (flaw !== undefined) return flaw
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(properties, name))
  if (unknown !== undefined) return `Unknown ${path}.${unknown}: known are ${Object.keys(properties).join(', ')}`
  const missing = required.find((name) => value[name] === undefined)
  return missing === undefined ? undefined : `Expected ${path}.${missing}, got nothing`
}

function firstFlaw(all: readonly (readonly [Schema, unknown, string])[]): string | undefined {
  for (const [schema, value, path] of all) {
    const flaw = findFlaw(schema, value, path)
    if (flaw !== undefined) return flaw
  }
  return undefined
}

function hasType({ type, enum: allowed, minimum, maximum }: Schema, value: unknown): boolean {
  if (allowed !== undefined) return allowed.includes(value as string)
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type !== 'integer' && type !== 'number') return typeof value === type
  if (typeof value !== 'number' || (type === 'integer' && !Number.isInteger(value))) return false
  return value >= (minimum ?? value) && value <= (maximum ?? value)
}

function describe({ type, enum: allowed, minimum, maximum }: Schema): string {
  if (allowed !== undefined) return allowed.join(', ')
  if (minimum === undefined) return `of type ${type}`
  return `a number (${type}) from ${minimum} to ${maximum}`
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100)
}
