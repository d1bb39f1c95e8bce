import { HubError } from '../errors/hub-error.ts'

/**
 * Slows those who guess one account's password from many addresses; a single address has its own limit (`auth.ts`). Nobody
 * is locked out by it. States of an account:
 *
 * - **calm**: attempts pass at once.
 * - **slowed**, after `free` wrong passwords, until `rememberMs` after the last of them: attempts from addresses that logged in
 *   to this account before pass at once; the others pass one by one, `gapMs` apart. At most `waiting` wait; where one more
 *   comes, one of all of them is refused, by lot, so that nobody can hold all places for long.
 *
 * Kept by each process for itself, and for e-mail addresses that have no account as well, so that nobody learns which have.
 */
export interface LoginPace {
  /** Resolves when an attempt may be made. Throws `too_many_requests` for the one that drew the lot. */
  enter(email: string, address: string | null): Promise<void>
  /** To be told how the attempt ended. */
  ended(email: string, address: string | null, isRight: boolean): void
}

export interface PaceLimits {
  readonly free: number
  readonly gapMs: number
  readonly waiting: number
  readonly rememberMs: number
}

const usualLimits: PaceLimits = { free: 10, gapMs: 5_000, waiting: 3, rememberMs: 15 * 60_000 }
const mostAccounts = 10_000
const mostAddresses = 20

interface Watched {
  failures: number
  lastFailure: number
  /** When the next of those who wait may pass. */
  nextAt: number
  readonly known: Set<string>
  readonly waiting: { pass(): void; refuse(): void }[]
  timer: NodeJS.Timeout | null
}

export function createLoginPace(limits: PaceLimits = usualLimits): LoginPace {
  const accounts = new Map<string, Watched>()

  /** The account's, as the newest of all; past so many, the oldest that nobody waits for is forgotten. */
  function watch(email: string): Watched {
    const name = email.trim().toLowerCase().slice(0, 320)
    const found = accounts.get(name)
    const fresh = (): Watched => ({
      failures: 0,
      lastFailure: 0,
      nextAt: 0,
      known: new Set(),
      waiting: [],
      timer: null,
    })
    const watched = found ?? fresh()
    accounts.delete(name)
    accounts.set(name, watched)
    if (accounts.size > mostAccounts) {
      const oldest = accounts.entries().find(([, { waiting }]) => waiting.length === 0)
      if (oldest !== undefined) accounts.delete(oldest[0])
    }
    return watched
  }

  function isSlowed({ failures, lastFailure }: Watched): boolean {
    return failures >= limits.free && Date.now() - lastFailure < limits.rememberMs
  }

  /** Lets the first of those who wait pass when its time has come. */
  function goOn(account: Watched): void {
    if (account.timer !== null || account.waiting.length === 0) return
    const pass = (): void => {
      account.timer = null
      account.nextAt = Date.now() + limits.gapMs
      account.waiting.shift()?.pass()
      goOn(account)
    }
    account.timer = setTimeout(pass, Math.max(account.nextAt - Date.now(), 0)).unref()
  }

  return {
    async enter(email, address) {
      const account = watch(email)
      if (!isSlowed(account) || (address !== null && account.known.has(address))) return
      await new Promise<void>((resolve, reject) => {
        account.waiting.push({
          pass: resolve,
          refuse: () => reject(new HubError('too_many_requests', 'Too many attempts: wait a minute')),
        })
        if (account.waiting.length > limits.waiting) {
          const [drawn] = account.waiting.splice(Math.floor(Math.random() * account.waiting.length), 1)
          drawn?.refuse()
        }
        goOn(account)
      })
    },
    ended(email, address, isRight) {
      const account = watch(email)
      if (!isRight) {
        if (Date.now() - account.lastFailure >= limits.rememberMs) account.failures = 0
        account.failures++
        account.lastFailure = Date.now()
      } else if (address !== null) {
        if (account.known.size >= mostAddresses)
          for (const first of [...account.known].slice(0, 1)) account.known.delete(first)
        account.known.add(address)
      }
    },
  }
}
