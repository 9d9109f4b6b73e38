import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder and a server with content, until the file's tests are done. */
export async function openSources(files: Readonly<Record<string, string | Buffer>>) {
  const folder = await mkdtemp(join(tmpdir(), 'ses-options-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)

  const server = createServer((request, response) => {
    if (request.url === '/none') response.writeHead(404)
    if (request.url === '/moved') response.writeHead(302, { location: '/a.txt' })
    response.end(`from a URL${request.headers.authorization ? `, for ${request.headers.authorization}` : ''}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { pathOf: (name: string) => join(folder, name), urlOf: (name: string) => `${url}/${name}` }
}
