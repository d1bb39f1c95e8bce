import type { Way } from './ways/way.ts'

/** What one way did in one round. */
interface Measured {
  /** Articles per second. */
  readonly rate: number
  /** Requests that the site's web server answered, per article. */
  readonly requests: number
}

/** How requests are counted: at the site, the same for all. */
export interface Counter {
  clear(): Promise<void>
  count(): Promise<number>
}

export type Round = ReadonlyMap<Way, Measured>

/** Each way once, beginning with another one each round: a site slows down as it fills. */
export async function runRound(ways: readonly Way[], round: number, count: number, counter: Counter): Promise<Round> {
  const start = (round * Math.ceil(ways.length / 3 + 1)) % ways.length
  const measured = new Map<Way, Measured>()
  for (const way of [...ways.slice(start), ...ways.slice(0, start)]) {
    const publish = await way.prepare(count)
    await counter.clear()
    const began = performance.now()
    await publish()
    const rate = count / ((performance.now() - began) / 1000)
    measured.set(way, { rate, requests: (await counter.count()) / count })
    console.log(`round ${round + 1}  ${rate.toFixed(1).padStart(7)} articles/s  ${way.name}`)
  }
  return measured
}

/**
 * The medians over the rounds as a table. Ratios are taken within a round, where the site was equally full, against the best
 * of the yardsticks in that round, and of `ours` against each other way.
 */
export function describeRounds(rounds: readonly Round[], ways: readonly Way[], ours: Way): string {
  const rateOf = (round: Round, way: Way): number => round.get(way)?.rate ?? Number.NaN
  const best = (round: Round): number =>
    Math.max(...ways.filter(({ isYardstick }) => isYardstick === true).map((way) => rateOf(round, way)))
  const rows = ways.map((way) => {
    const over = (figure: (round: Round) => number): number => median(rounds.map(figure))
    return [
      way.name,
      over((round) => rateOf(round, way)).toFixed(1),
      over((round) => rateOf(round, way) / best(round)).toFixed(2),
      over((round) => rateOf(round, ours) / rateOf(round, way)).toFixed(2),
      over((round) => round.get(way)?.requests ?? Number.NaN).toFixed(2),
    ]
  })
  const head = ['way', 'articles/s', 'of the best bare batch', 'pressroom is times as fast', 'requests/article']
  return align([head, ...rows])
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const pad = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
  return rows.map((row) => row.map(pad).join('  ')).join('\n')
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b)
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ]
  return (low + high) / 2
}
