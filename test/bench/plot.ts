/** Measured points: what was varied, and microseconds. */
export interface Series {
  readonly title: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

const WIDTH = 360
const HEIGHT = 220
const MARGIN = 44

/** Charts side by side, each from zero to its largest point, as SVG. */
export function plot(series: readonly Series[]): string {
  const charts = series.map((each, index) => `<g transform="translate(${index * WIDTH} 0)">${chart(each)}</g>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${series.length * WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...charts,
    '</svg>\n',
  ].join('\n')
}

function chart({ title, points }: Series): string {
  const [right, top] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))]
  const bottom = HEIGHT - MARGIN
  const at = ([x, y]: readonly [number, number]) =>
    [MARGIN + (x / right) * (WIDTH - 2 * MARGIN), bottom - (y / top) * (bottom - MARGIN)].map((place) =>
      place.toFixed(1),
    )
  const dots = points.map((point) => {
    const [x, y] = at(point)
    return `<circle cx="${x}" cy="${y}" r="3"><title>${point[0]}: ${point[1].toFixed(0)} µs</title></circle>`
  })
  return [
    `<path d="M${MARGIN} ${MARGIN}V${bottom}H${WIDTH - MARGIN}" fill="none" stroke="#999"/>`,
    `<polyline points="${points.map((point) => at(point).join(',')).join(' ')}" fill="none" stroke="steelblue"/>`,
    ...dots,
    `<text x="${WIDTH / 2}" y="20" text-anchor="middle">${title}</text>`,
    `<text x="${MARGIN}" y="${MARGIN - 8}" text-anchor="middle">${(top / 1_000).toFixed(1)} ms</text>`,
    `<text x="${WIDTH - MARGIN}" y="${bottom + 16}" text-anchor="middle">${right}</text>`,
  ].join('\n')
}
