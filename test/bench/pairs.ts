/** Runs of two kinds in turn, so that what else the machine does is in both alike. */
export async function runPairs<T>(
  count: number,
  plain: () => Promise<T>,
  ours: () => Promise<T>,
): Promise<{ readonly plain: T; readonly ours: T }[]> {
  const pairs: { plain: T; ours: T }[] = []
  for (let pair = 0; pair < count; pair++) pairs.push({ plain: await plain(), ours: await ours() })
  return pairs
}

/** `0.64 [0.61–0.70]`: the median, the least and the most. */
export function summary(values: readonly number[]): string {
  return `${median(values).toFixed(2)} [${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}]`
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
