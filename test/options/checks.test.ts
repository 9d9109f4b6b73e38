import { expect, test } from 'vitest'
import * as check from '../../lib/options/checks.ts'

interface Options {
  readonly one?: number
  readonly other: 'a' | 'b'
}

const given: Options = { other: 'b' }
const one = check.wholeNumber(1, { min: 0 })
const other = check.oneOf(['a', 'b'])

test('a table of checks gives the settings, and their types', () => {
  const settings: { readonly one: number; readonly other: 'a' | 'b' } = check.fields('', given, { one, other })
  expect(settings).toEqual({ one: 1, other: 'b' })
})

test('an option without a check does not compile', () => {
  // @ts-expect-error: no check of `one`
  const settings = check.fields('', given, { other })
  expect(settings).toEqual({ other: 'b' })
})

test('a check without an option does not compile', () => {
  // @ts-expect-error: no option `third`
  const settings = check.fields('', given, { one, other, third: one })
  expect(settings).toEqual({ one: 1, other: 'b', third: 1 })
})

test('a check that knows fewer words than its option does not compile', () => {
  // @ts-expect-error: `b` is missing
  const settings = () => check.fields('', given, { one, other: check.oneOf(['a']) })
  expect(settings).toThrow("Expected `other` to be one of 'a', got `b` (string)")
})
