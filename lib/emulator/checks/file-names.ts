// Tested by test/emulator/refused-rows.test.ts.

// What SES says of names and types of attachments, in its order:
// https://cloud.tencent.com/document/product/1288/51951 (Chinese; the older page of the mainland has the longer list).

const allowed =
  'xlsx xls ods docx docm doc csv pdf txt gif jpg jpeg png tif tiff rtf bmp cgm css shtml html htm zip xml ppt pptx tar ez ics mobi msg pub eps odt mp3 m4a'

const denied =
  'm4v wma ogg flac wav aif aifc aiff mp4 mov avi mkv mpeg mpg wmv ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp'

const deniedBefore =
  'mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf wsh xnk'

const allowedTypes: ReadonlySet<string> = new Set(allowed.split(' '))
const deniedTypes: ReadonlySet<string> = new Set([...denied.split(' '), ...deniedBefore.split(' ')])

/**
 * Why SES does not take a file of that name; `undefined`: it does. `strict`: only with an extension that is on its list,
 * not with an unknown one.
 */
export function fileNameFault(name: string, strict: boolean): string | undefined {
  if (name === '') return 'no name'
  if ([...name].length > 255) return 'more than 255 characters'
  const special = /[?\\*|"<>:/ ]/.exec(name)?.[0]
  if (special !== undefined) return special === ' ' ? 'a space in it' : `${special} in it`

  const extension = /\.([^.]*)$/.exec(name.toLowerCase())?.[1] ?? ''
  if (deniedTypes.has(extension)) return `.${extension} is an unsupported type`
  return strict && !allowedTypes.has(extension) ? 'not of a supported type' : undefined
}
