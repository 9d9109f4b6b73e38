import type { Change } from '../letter.ts'
import { ATTACHMENT_TYPES_PAGE_EN } from '../provider.ts'
import { endsInDomain } from './file-names.ts'
import { brief, changed, type Rule, refusal, unchanged } from './rule.ts'

/**
 * Refuses files of the types that SES does not send, by their extension.
 *
 * An extension on neither of SES's lists is sent: what SES does with it is not documented.
 *
 * @see https://www.tencentcloud.com/document/product/1084/42373 "Attachment Types"
 */
export const fileTypes: Rule = (letter) => {
  const notes: Change[] = []
  letter.attachments.forEach(({ name = '', type }, index) => {
    if (endsInDomain({ name, type })) return // it gets the extension of its type
    const extension = extensionOf(name)
    if (denied.has(extension)) {
      const what = {
        en: `SES does not send .${extension} files, got "${brief(name)}"`,
        zh: `SES 不支持发送 .${extension} 文件，实际为 "${brief(name)}"`,
      }
      throw refusal(`attachments[${index}]`, what, {
        reason: 'attachment-refused',
        hint: {
          en: 'Send a link to the file, or the file inside a .zip.',
          zh: '请改为发送文件链接，或将文件打包成 .zip。',
        },
        docs: ATTACHMENT_TYPES_PAGE_EN,
      })
    }
    if (!supported.has(extension)) {
      const message = `"${brief(name)}" is sent, though SES lists its type neither as supported nor as unsupported`
      notes.push({ rule: 'file-types', field: `attachments[${index}]`, loss: 'none', message })
    }
  })
  return notes.length === 0 ? unchanged(letter) : changed(letter, notes)
}

/** Windows ignores dots and spaces at the end of a name. */
function extensionOf(name: string): string {
  let end = name.length
  while (end > 0 && /[.\s_]/.test(name.charAt(end - 1))) end--
  const dot = name.lastIndexOf('.', end - 1)
  return dot < 0 || end === 0 ? '' : name.slice(dot + 1, end).toLowerCase()
}

const splitWords = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const supported = splitWords(`
  xlsx xls ods docx docm doc csv pdf txt gif jpg jpeg png tif tiff rtf bmp cgm css shtml html htm zip xml ppt pptx tar
  ez ics mobi msg pub eps odt mp3 m4a
`)

/** Media files, and the executable types of the page's earlier list. */
const denied = splitWords(`
  m4v wma ogg flac wav aif aifc aiff mp4 mov avi mkv mpeg mpg wmv
  ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk mad
  maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp mst
  ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps vsmacros
  vss vst vsw vxd ws wsc wsf wsh xnk
`)
