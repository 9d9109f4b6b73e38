// Tested by test/emulator/reports.test.ts.

/**
 * Asks a function of the caller's. One that throws, or whose answer is refused with a TypeError, must neither end the
 * process nor go unseen: a process warning tells of it, and the fallback is taken.
 */
export function guard<Answer>(option: string, ask: () => Answer, fallback: Answer): Answer {
  try {
    return ask()
  } catch (error) {
    process.emitWarning(`The emulator's \`${option}\` failed: ${error instanceof Error ? error.message : error}`)
    return fallback
  }
}
