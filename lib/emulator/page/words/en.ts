// Tested by test/emulator/page/languages.test.ts.

import type { RowSource } from '../../mailbox/row-notes.ts'
import { fileSize } from '../printable.ts'

const count = (number: number, one: string, many: string) =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString('en')} ${many}`

/** What the page says, in English. */
export const en = {
  language: 'en' as 'en' | 'zh',
  tag: 'en' as string,
  name: 'SES emulator',
  promise: 'No mail leaves this machine.',
  skip: 'Skip to the mail',
  back: 'All mails',
  content: 'What was opened',
  mails: 'Mails',
  timeline: 'Timeline',
  keys: 'j and k go through the list, / searches.',

  noMails: 'No mails yet',
  noneFit: 'No mail fits',
  countMails: (total: number, refused: number) =>
    `${count(total, 'mail', 'mails')}${refused === 0 ? '' : `, ${refused.toLocaleString('en')} refused`}`,
  countIncidents: (incidents: number) =>
    incidents === 0 ? '' : `, ${count(incidents, 'failed connection', 'failed connections')}`,
  countFitting: (matching: number, total: number) =>
    `${matching.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  oneNew: '1 new mail',
  manyNew: '{count} new mails',
  older: 'Older mails',
  search: 'Search',
  searchIn: 'Search mails',
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  row: 'Row',
  anyRow: 'Any row',
  sender: 'Sender',
  recipient: 'Recipient',
  moreFilters: 'Sender, recipient',
  noFilter: 'Show all',
  clear: 'Delete all',
  clearFitting: 'Delete these',
  askClear: 'Delete all mails of this list?',
  outcomes: { accepted: 'accepted', refused: 'refused', unknown: 'unknown' },
  noSubject: '(no subject)',
  nobody: 'nobody',
  to: (first: string, more: number) => `to ${first}${more === 0 ? '' : ` and ${more.toLocaleString('en')} more`}`,

  missingTitle: 'There is no such mail',
  missing: 'It was deleted, or the emulator was started anew since.',
  download: 'Download',
  delete: 'Delete',
  whatBecame: 'What became of it',
  accepted: 'Accepted',
  refused: 'Refused: nobody gets this mail',
  unknownTaken: 'Unknown to its sender, but SES took it',
  unknownLost: 'Unknown to its sender, and SES did not take it',
  incident: 'Refused before there was a mail',
  reply: 'The gateway’s reply',
  noReply: 'none',
  brokenRows: (rows: number) => `It breaks ${count(rows, 'row', 'rows')} of SES’s page`,
  answered: 'the reply is about this one',
  alsoBroken: 'would be refused for this next',
  whatToDo: 'What to do',
  line: (line: number) => `line ${line.toLocaleString('en')}`,
  moreLines: (lines: number) => `and ${count(lines, 'more line', 'more lines')}`,
  sources: {
    'smtp-page': 'documented',
    'send-email-page': 'documented for SendEmail',
    assumed: 'assumed',
    test: 'set by the test',
    connection: 'no mail came',
  } satisfies Record<RowSource, string>,
  sourceNotes: {
    'smtp-page': '',
    'send-email-page': 'The page on SMTP says that the rules of SendEmail hold too.',
    assumed: 'No page says that the gateway refuses it: this is the emulator’s assumption.',
    test: 'A fault that the test has set.',
    connection: '',
  } satisfies Record<RowSource, string>,
  pageOfSmtp: 'SES’s page on SMTP',
  pageOfSendEmail: 'SES’s page on SendEmail',

  from: 'From',
  toField: 'To',
  cc: 'Cc',
  replyTo: 'Reply to',
  envelope: 'Envelope',
  envelopeOf: (from: string, to: string) => `${from} to ${to}`,
  login: 'Login',
  when: 'When',
  size: (bytes: number) => (bytes < 1024 ? count(bytes, 'byte', 'bytes') : fileSize(bytes)),
  files: 'Attachments',
  noName: 'no name',

  views: {
    html: 'HTML',
    text: 'Text',
    headers: 'Headers',
    source: 'Source',
    session: 'Session',
    preview: 'With sesTransport',
  },
  viewsLabel: 'Views',
  htmlFrame: 'The mail as HTML',
  widths: 'Width',
  fullWidth: 'full',
  phone: 'phone',
  tablet: 'tablet',
  imagesHidden: 'Images from the web are not loaded.',
  loadImages: 'Load them',
  imagesShown: 'Images from the web are shown.',
  hideImages: 'Hide them',
  firstPart: (size: string) => `Here are the first ${size} of it.`,

  sessions: 'Sessions',
  sessionsIntro:
    'What was said by each connection, those too by which no mail came: a refused login leaves its trace here. Passwords and messages are not kept.',
  noSessions:
    'No connection yet. If a program cannot connect: the gateway speaks TLS at once, and its certificate has to be trusted.',
  countLines: (lines: number) => count(lines, 'line', 'lines'),
  loginWasRefused: 'login refused',
  wasCut: 'ended by a fault',
  missingSession: 'There is no such connection',
  sessionOf: (connection: number) => `Connection ${connection.toLocaleString('en')}`,
  by: { client: 'client', server: 'SES', emulator: 'note' },
  loginRefused: 'Its login was refused: SES has one SMTP password for each sender address. This gateway knows',
  cutByFault: 'A fault ended the conversation here.',
  mailsBySession: 'Mails by this connection',

  previewBefore: 'As it came',
  previewAfter: 'As sesTransport would send it',
  previewLetters: (letters: number) =>
    letters === 1
      ? 'It would be sent as one letter.'
      : `It would be sent as ${letters.toLocaleString('en')} letters. This is the first.`,
  previewRefused: 'sesTransport would refuse it before it is sent:',
  previewSame: 'Nothing in it would change.',
  previewChanges: 'What would change',
  maybeSeen: 'readers may see a difference',

  timelineTitle: 'Calls in a second',
  timelineIntro:
    'SES counts calls, that is messages that came whole, in any second of time. Over the limit they are refused. Each dot is a call, as high as there were calls in the second before it.',
  noCalls: 'No calls yet.',
  limitOf: (limit: number) => `limit: ${limit.toLocaleString('en')} a second`,
  noLimit: 'There is no limit of calls.',
  span: 'Time shown',
  seconds: (seconds: number) => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`),
  timelineSummary: (calls: number, most: number, rate: number) =>
    `${count(calls, 'call', 'calls')}, at most ${most.toLocaleString('en')} in a second, ${rate.toLocaleString('en')} refused for the rate.`,
  taken: 'taken',
  refusedForRate: 'refused for the rate',
  refusedOtherwise: 'refused for another row',
  mostCalls: (calls: number) => `The last ${calls.toLocaleString('en')} calls are drawn.`,

  welcomeTitle: 'Send a mail here',
  welcome:
    'Mails sent to this gateway are checked as Tencent Cloud SES’s page describes it. Each appears in the list at once: those that SES would take as a person would see them, those that it would refuse with every row that they broke and what to do.',
  stepCertificate: 'Download the certificate',
  stepTrust: 'and trust it in this one transport. Its key is public or made for this: trust it nowhere else.',
  stepTransport: 'Give this to your transport:',
  stepEnvironment: 'Or leave the code as it is, and start your program with the certificate in its environment:',
  stepSend: 'Send a mail. It is shown here, and goes nowhere.',
  forPrograms: 'For programs there is an HTTP API:',
}

export type Words = typeof en
