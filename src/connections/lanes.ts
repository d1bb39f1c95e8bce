/** Lets so many pieces of work run at once; the others wait in the order they came. */
export interface Lanes {
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createLanes(count: number): Lanes {
  const waiting: (() => void)[] = []
  let free = count
  return {
    async run(work) {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      }
    },
  }
}
