// Tested by test/pace/redis/link.test.ts.

import { createHash } from 'node:crypto'

export interface Script {
  readonly lua: string
  readonly sha1: string
}

export function script(lua: string): Script {
  let sha1: string | undefined
  return {
    lua,
    get sha1() {
      sha1 ??= createHash('sha1').update(lua).digest('hex') // not at import: most programs use no Redis
      return sha1
    },
  }
}
