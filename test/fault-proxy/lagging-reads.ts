/** Takes what is younger than `lagMs` out of lists of posts and media: a replica that has not seen it yet. */
export interface LaggingReads {
  /** Learns from what the site itself answered to a write. */
  learn(body: string): void
  /** A list as the replica would have it; null where the body is no list. */
  age(body: string): string | null
}

interface Item {
  readonly id: number
}

export function createLaggingReads(lagMs: number): LaggingReads {
  const bornAt = new Map<number, number>()
  return {
    learn(body) {
      for (const id of idsOf(parse(body))) bornAt.set(id, Date.now())
    },
    age(body) {
      const list = parse(body)
      if (!Array.isArray(list)) return null
      return JSON.stringify(list.filter((item) => !isItem(item) || Date.now() - (bornAt.get(item.id) ?? 0) > lagMs))
    },
  }
}

function idsOf(value: unknown): number[] {
  if (isItem(value)) return [value.id]
  if (typeof value !== 'object' || value === null || !('responses' in value) || !Array.isArray(value.responses))
    return []
  return value.responses.flatMap((response: unknown) =>
    typeof response === 'object' && response !== null && 'body' in response ? idsOf(response.body) : [],
  )
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number'
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
