import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const lib = fileURLToPath(new URL('../lib', import.meta.url))
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()

/** By file, the files of `lib/` that it imports; `import type` and `export … from` too. */
const imports = new Map(files.map((file) => [file, importsOf(file)]))

function importsOf(file: string): string[] {
  // Examples in doc comments import as well.
  const source = readFileSync(join(lib, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const specifiers = [
    ...source.matchAll(
      /(?:^|[;\n])\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
    ),
  ]
  return specifiers
    .map(([, statically, dynamically]) => statically ?? dynamically ?? '')
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(lib, join(lib, dirname(file), specifier)))
}

const folderOf = (file: string) => (file.includes('/') ? file.split('/', 1)[0] : undefined)
const edges = [...imports].flatMap(([from, all]) => all.map((to) => ({ from, to })))
const found = (wrong: (edge: { from: string; to: string }) => boolean) =>
  edges.filter(wrong).map(({ from, to }) => `${from} imports ${to}`)

const steps = ['read', 'fit', 'write', 'pace', 'retry', 'send', 'explain']
const leaves = [
  'letter.ts',
  'language.ts',
  'address-rule.ts',
  'attempt.ts',
  'errors.ts',
  'handover.ts',
  'provider.ts',
  'clock.ts',
  'china-time.ts',
  'spacing.ts',
  'printable.ts',
  'stack.ts',
  'whole-url.ts',
]
const isLeaf = (file: string) => leaves.includes(file) || folderOf(file) === 'options'
/** They know the order of the steps. */
const orchestrators = ['transport.ts', 'send-mail.ts', 'deliver-letter.ts', 'preview.ts']
/** They take the steps of a connection one by one, and tell of each. */
const diagnosis = ['cli/diagnose.ts', 'cli/reach.ts']
const entries = ['index.ts']
/** What is asked of SES when a mail is sent: it meets the way of a mail on a diagnostics channel, and in the option `onUnknown`. */
const besides = ['status']
const isStep = (file: string) => steps.includes(folderOf(file) ?? '')

test('there is something to look at', () => {
  expect(files).toEqual(
    expect.arrayContaining(['letter.ts', 'errors.ts', ...orchestrators, 'index.ts', 'emulator/index.ts']),
  )
  expect([...new Set(files.map(folderOf))].filter(Boolean).sort()).toEqual(
    expect.arrayContaining([...steps, 'emulator'].sort()),
  )
  expect(imports.get('send-mail.ts')).toContain('fit/letters.ts')
  expect(imports.get('transport.ts')).toEqual(expect.arrayContaining(['send-mail.ts', 'options/options.ts']))
  expect(edges.filter(({ to }) => !imports.has(to))).toEqual([])
})

test.each([...steps, ...besides])('%s imports leaves and its own files', (step) =>
  expect(found(({ from, to }) => folderOf(from) === step && folderOf(to) !== step && !isLeaf(to))).toEqual([]),
)

test.each(besides)('nothing of the way of a mail imports %s', (folder) =>
  expect(found(({ from, to }) => folderOf(to) === folder && folderOf(from) !== folder)).toEqual([]),
)

test('the leaves import no step, and nothing that does', () =>
  expect(found(({ from, to }) => isLeaf(from) && (isStep(to) || orchestrators.includes(to)))).toEqual([]))

test('the emulator and the library never import each other', () => {
  const isEmulator = (file: string) => folderOf(file) === 'emulator'
  expect(found(({ from, to }) => isEmulator(from) && !isEmulator(to))).toEqual([])
  // The command line starts it.
  const isCommandLine = (file: string) => folderOf(file) === 'cli'
  expect(found(({ from, to }) => !isEmulator(from) && !isCommandLine(from) && isEmulator(to))).toEqual([])
})

test('only those who know the order import steps', () =>
  expect(
    found(
      ({ from, to }) => isStep(to) && !isStep(from) && ![...orchestrators, ...entries, ...diagnosis].includes(from),
    ),
  ).toEqual([]))

test.each(['sent-info.ts', 'events.ts', 'sending.ts', 'stop.ts', 'unknown-delivery.ts'])(
  '%s is for them alone',
  (file) =>
    expect(
      found(
        ({ from, to }) =>
          to === file &&
          ![
            ...orchestrators,
            ...entries,
            'sent-info.ts',
            'events.ts',
            'sending.ts',
            'stop.ts',
            'unknown-delivery.ts',
          ].includes(from),
      ),
    ).toEqual([]),
)

describe('no circle, types included', () => {
  test.each(files)('%s', (file) => {
    const open = [...(imports.get(file) ?? [])]
    const reached = new Set<string>()
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      open.push(...(imports.get(next) ?? []))
    }
    expect([...reached]).not.toContain(file)
  })
})
