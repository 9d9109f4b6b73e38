import { expect, test } from 'vitest'
import { calendar } from '../../lib/fit/calendar.ts'
import type { Attachment } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, letterOf, runRule, settingsOf } from '../help/letters.ts'

const ics = Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
const form = fileOf({ name: undefined, type: 'text/calendar', disposition: 'alternative', content: ics })
const attached = fileOf({ name: 'invite.ics', type: 'application/ics', content: Buffer.from(ics) })
const other = fileOf()
const asFile: Attachment = { ...form, name: 'invite.ics', disposition: 'attachment' }

const report = {
  rule: 'calendar',
  field: 'icalEvent',
  loss: 'presentation',
  message: 'the invitation is attached, not shown in the mail',
}

// "Content-Type: Currently, you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed,
// multipart/related, or multipart/alternative; otherwise, an error will be reported"
// https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
test.each<[string, Attachment[], Attachment[]]>([
  ['a form of the body becomes a file', [form], [asFile]],
  [
    'it keeps its name',
    [{ ...form, name: 'termin.ics' }],
    [{ ...form, name: 'termin.ics', disposition: 'attachment' }],
  ],
  ['one that is attached too goes once', [form, other, attached], [other, attached]],
  // As Nodemailer before 8.0.11 has one that is given by its path.
  [
    'one whose file is empty takes its name',
    [form, other, fileOf({ name: 'meeting.ics', type: 'application/ics', content: Buffer.alloc(0) })],
    [other, { ...asFile, name: 'meeting.ics' }],
  ],
  [
    'one whose file is there leaves an empty one as it is',
    [form, attached, fileOf({ name: 'e.ics', type: 'application/ics', content: Buffer.alloc(0) })],
    [attached, fileOf({ name: 'e.ics', type: 'application/ics', content: Buffer.alloc(0) })],
  ],
  ['one that stands twice in the body goes once', [form, { ...form, content: Buffer.from(ics) }], [asFile]],
  [
    'one beside another invitation goes too',
    [form, fileOf({ name: 'other.ics', content: Buffer.from('other') })],
    [fileOf({ name: 'other.ics', content: Buffer.from('other') }), asFile],
  ],
  [
    'two that differ both go',
    [form, { ...form, content: Buffer.from('x') }],
    [asFile, { ...asFile, content: Buffer.from('x') }],
  ],
])('%s', async (_, given, kept) => {
  const { letter, changes } = await runRule(calendar, { attachments: given })
  expect(letter.attachments).toEqual(kept)
  expect(changes).toEqual([report])
})

// Each compared with each, they would take a minute.
test('sixty thousand invitations, and as many files', async () => {
  const numbered = (prefix: string, index: number) => Buffer.from(`${prefix}${String(index).padStart(6, '0')}`)
  const forms = Array.from({ length: 60_000 }, (_, index) => ({ ...form, content: numbered('a', index) }))
  const files = Array.from({ length: 60_000 }, (_, index) => fileOf({ content: numbered('b', index) }))
  const given = letterOf({ attachments: [...forms, ...files, ...forms] })
  const { letter } = await calendar(given, settingsOf())
  expect(letter.attachments).toHaveLength(120_000)
})

test.each<[string, Attachment[]]>([
  ['no files', []],
  ['an invitation that is attached', [attached, fileOf({ name: 'a.ics', type: 'text/calendar' })]],
  ['an empty file alone', [fileOf({ name: 'meeting.ics', type: 'application/ics', content: Buffer.alloc(0) })]],
  ['another form of the body', [fileOf({ type: 'text/x-amp-html', disposition: 'alternative' })]],
])('%s: nothing to do', (_, attachments) => expectUnchanged(calendar, { attachments }))
