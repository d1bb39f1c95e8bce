import type { Pool } from 'pg'

export interface Listening {
  close(): Promise<void>
}

const shortestPause = 200
const longestPause = 5000

/**
 * Listens on a channel of the database with one connection of the pool. When that breaks, another one is taken, again and
 * again, with growing pauses; `onConnect` is called after each, since what was sent in between is lost. Throws when the
 * first connection fails.
 */
export async function listenTo(
  pool: Pool,
  channel: string,
  onMessage: (payload: string) => void,
  onConnect: () => void,
): Promise<Listening> {
  let drop: ((error?: Error) => void) | null = null
  let closed = false
  let timer: NodeJS.Timeout | null = null
  let pause = shortestPause

  async function connect(): Promise<void> {
    const next = await pool.connect()
    let dropped = false
    // Once: ending a connection makes it say that it ended.
    function dropThis(error?: Error): void {
      if (dropped) return
      dropped = true
      next.release(error ?? true)
      if (!closed) connectLater()
    }
    next.once('error', dropThis)
    next.once('end', () => dropThis())
    next.on('notification', ({ payload }) => onMessage(payload ?? ''))
    try {
      await next.query(`listen ${next.escapeIdentifier(channel)}`)
    } catch (error) {
      dropped = true
      next.release(true)
      throw error
    }
    if (closed) return dropThis()
    drop = dropThis
    pause = shortestPause
    onConnect()
  }

  function connectLater(): void {
    timer = setTimeout(() => {
      connect().catch(() => {
        if (!closed) connectLater()
      })
    }, pause)
    timer.unref()
    pause = Math.min(pause * 2, longestPause)
  }

  await connect()
  return {
    async close() {
      closed = true
      if (timer !== null) clearTimeout(timer)
      drop?.()
    },
  }
}
