// Every Nodemailer that the package says it takes: the whole wire suite on the oldest and the newest, and what depends on its
// version on those between. Rows that only newer ones can have ask in their files for the version.

import { describe } from 'vitest'
import { reading, testWithNodemailer, wholeWire } from './wire.ts'

describe('nodemailer@6.10.1', () => testWithNodemailer('6.10.1', wholeWire))

describe.each(['7.0.13', '8.0.5', '8'])('nodemailer@%s', (version) => testWithNodemailer(version, reading))
