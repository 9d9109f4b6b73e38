// Tested by test/emulator/page/safety.test.ts.

/** Host and port for a URL; the loopback if the server listens on every address. */
export function authority(host: string, port: number): string {
  const name = reachable(host)
  return `${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** An address by which a client on this machine reaches a server that listens there. */
export function reachable(host: string): string {
  return ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
}
