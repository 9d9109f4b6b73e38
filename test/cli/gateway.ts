import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loopbackCertificate } from '../../lib/emulator/certificate/loopback.ts'

export const user = 'noreply@mail.example.com'
export const pass = 'Emulated4Tests'

/** A folder that is removed with the test. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The variables with which a command logs in at a gateway of this machine. */
export async function environmentOf({ port }: { readonly port: number }): Promise<NodeJS.ProcessEnv> {
  const certificate = join(await openFolder(), 'ca.pem')
  await writeFile(certificate, loopbackCertificate)
  const login = { SES_USER: user, SES_PASSWORD: pass }
  return { ...login, SES_HOST: '127.0.0.1', SES_PORT: String(port), NODE_EXTRA_CA_CERTS: certificate }
}
