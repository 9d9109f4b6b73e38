// Tested by test/cli/check.test.ts.

/** A value for a program: JSON, with terminal control characters written as escapes. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2)
  return `${json.replace(/[\u007f-\u009f\p{Zl}\p{Zp}\p{Cf}]/gu, (steering) => steering.split('').map(toEscape).join(''))}\n`
}

function toEscape(codeUnit: string): string {
  return `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
