import { spawnSync } from 'node:child_process'

/**
 * Whether the tests with a program of Debian's are to be skipped since it is not installed, and says so. In CI they are not
 * skipped, and fail.
 *
 * @param probe a command that ends with 0 if the program is there
 */
export function isMissing(
  debianPackage: string,
  ...[command, ...args]: readonly [probe: string, ...string[]]
): boolean {
  const isSkipped = !process.env['CI'] && spawnSync(command, args).status !== 0
  if (isSkipped) console.warn(`Skipped, because it is not installed: what needs Debian's ${debianPackage}`)
  return isSkipped
}
