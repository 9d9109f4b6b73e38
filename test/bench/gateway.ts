import { startEmulator } from '../../lib/emulator/index.ts'

/** The gateway in a process of its own, so that its work is not counted as the sender's. Takes what plain Nodemailer sends. */
const ses = await startEmulator({ rateLimit: false, recipientLimit: false, quotedPrintable: 'raw' })
process.send?.(ses.transport)
process.on('message', () => ses.reset())
process.on('disconnect', () => process.exit())
