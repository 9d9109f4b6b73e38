import type { Attachment } from '../letter.ts'
import { changed, type Rule, unchanged } from './rule.ts'

/**
 * Attaches a calendar invitation that stands in the body.
 *
 * SES takes no `text/calendar` as a body. Attached, it opens in a calendar, without the mail program's own buttons.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters": Content-Type
 */
export const calendar: Rule = (letter) => {
  const invitations = letter.attachments.filter(isInvitation)
  if (invitations.length === 0) return unchanged(letter)

  // Nodemailer writes `icalEvent` twice: as an alternative body and as a file. Before 8.0.11 that file is empty if the
  // event is given by path or URL.
  const shown = new Set(invitations.map(bytesOf))
  const hasTwin = letter.attachments.some((part) => isTwinType(part) && shown.has(bytesOf(part)))
  const emptyTwin = hasTwin
    ? undefined
    : letter.attachments.find((part) => isTwinType(part) && part.content.length === 0)
  const others = letter.attachments.filter((part) => !isInvitation(part) && part !== emptyTwin)
  const attached = new Set(others.map(bytesOf))
  const toAttach = invitations.filter((invitation) => {
    const isNew = !attached.has(bytesOf(invitation))
    attached.add(bytesOf(invitation))
    return isNew
  })
  const attachments = [...others, ...toAttach.map((invitation) => toFile(invitation, emptyTwin?.name))]
  return changed({ ...letter, attachments }, [
    {
      rule: 'calendar',
      field: 'icalEvent',
      loss: 'presentation',
      message: 'the invitation is attached, not shown in the mail',
    },
  ])
}

function bytesOf({ content }: Attachment): string {
  return content.toString('latin1')
}

function isInvitation({ disposition, type }: Attachment): boolean {
  return disposition === 'alternative' && type === 'text/calendar'
}

function isTwinType({ type }: Attachment): boolean {
  return type === 'application/ics'
}

function toFile(invitation: Attachment, name = 'invite.ics'): Attachment {
  return { ...invitation, name: invitation.name ?? name, disposition: 'attachment' }
}
