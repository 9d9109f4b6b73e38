/** Of the random tests: the same cases in each run, unless the environment has another seed, or more of them. */
export const SEED = Number(process.env['SEED'] ?? 1)

/** How many cases each has. `npm run test:search` has many. */
export const CASES = Number(process.env['CASES'] ?? 200)
