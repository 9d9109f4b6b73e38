// Tested by test/emulator/certificate/create.test.ts.

// As much of ASN.1's DER as a certificate takes.

export function sequence(...items: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(items))
}

export function set(...items: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(items))
}

/** `bytes`: big-endian, and positive. */
export function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

/** An object identifier, such as `2.5.4.3`. */
export function object(identifier: string): Buffer {
  const [first = 0, second = 0, ...rest] = identifier.split('.').map(Number)
  return tagged(0x06, Buffer.from([40 * first + second, ...rest.flatMap(toBase128)]))
}

export function octets(content: Buffer): Buffer {
  return tagged(0x04, content)
}

export function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
}

export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text))
}

/** UTCTime, until 2049. */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`))
}

export const yes = tagged(0x01, Buffer.from([0xff]))

/** A field of a sequence by its number, around what it holds. */
export function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content)
}

/** A choice by its number, in place of the type of what it holds. */
export function implicit(number: number, content: Buffer): Buffer {
  return tagged(0x80 + number, content)
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), content])
}

function toBase128(number: number): readonly number[] {
  const digits = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f))
  return digits
}
