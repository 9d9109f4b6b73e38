import type { PagePreview } from '../emulator/index.ts'
import { prepareMail } from '../preview.ts'

/** What `sesTransport` would make of a message with its default options. Of many letters it writes the first. */
export async function transportPreview(raw: Buffer): Promise<PagePreview> {
  const { letters, changes, write } = await prepareMail({ raw }, { disableFileAccess: true, disableUrlAccess: true })
  return { letters, changes, messages: letters.slice(0, 1).map(write) }
}
