// Tested by test/emulator/page/browser/page.test.ts.

import { frame } from './frame.ts'
import { list } from './list.ts'
import { mail } from './mail.ts'
import { plot } from './plot.ts'

/** The page's looks, light and dark. Nothing is loaded: fonts are the system's, Chinese ones among them. */
export const style = [frame, list, mail, plot].join('\n')
