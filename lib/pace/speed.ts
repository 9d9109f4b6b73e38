/** How much slower than the limit allows the account sends now: 1 is full speed. */
export type Slowness = number

/** After a refusal: half as fast, down to a tenth. Another program may be sending on the account. */
export function slowDown(slowness: Slowness): Slowness {
  return Math.min(slowness * 2, 10)
}

/** After a mail that was taken: a little faster, back at full speed after some 35 mails from half of it. */
export function recover(slowness: Slowness): Slowness {
  return Math.max(slowness * 0.98, 1)
}
