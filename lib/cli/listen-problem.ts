// Tested by test/cli/emulator.test.ts.

/** Why the emulator cannot listen there, and what to do; any other error is thrown again. */
export function listenProblem(error: unknown, host: string, option: '--port' | '--web-port' | '--status-port'): string {
  const { code, port } = error as { readonly code?: string; readonly port?: number }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use, perhaps by another emulator. Choose another port with ${option}, or 0 for a free one.`
    case 'EACCES':
      return `Port ${port} of ${host} is not for this user. Choose one of 1024 or above with ${option}.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine. Choose another with --host.`
    default:
      throw error
  }
}
