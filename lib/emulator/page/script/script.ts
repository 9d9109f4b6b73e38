// Tested by test/emulator/page/browser/page.test.ts.

import { keys } from './keys.ts'
import { list } from './list.ts'
import { navigation } from './navigation.ts'

/** What runs in the page. Without it, all is there but what changes by itself, and deleting. */
export const script = [navigation, list, keys].join('\n')
