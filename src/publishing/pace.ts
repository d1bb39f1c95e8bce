import type { HubError } from '../errors/hub-error.ts'
import type { OpenPress } from './press.ts'

/** How one request went. */
interface Answered {
  /** Writes in it. */
  readonly count: number
  readonly ms: number
  /** Of the request as a whole, or of writes in it. */
  readonly errors: readonly HubError[]
}

/**
 * How much a site is given at once, by how it answers: requests in flight (from 2, one more when answers stay as quick as
 * ever, half as many when it is overloaded) and writes in a batch (from 5, four times as many after each good one, halved when one was
 * too large or too slow; never more than the site takes, or than ten seconds are expected to do).
 */
export interface Pace {
  readonly lanes: number
  /** 1 where the site has no batches. */
  readonly batch: number
  answered(answer: Answered): void
}

const usualLanes = { start: 2, most: 6 }
const startBatch = 5
const mostBatch = 25
/** The first answers say how long a write takes, so that few steps are needed. */
const growth = 4
const batchMs = 10_000
/** Answers at one number of lanes before there is one more. */
const calmAnswers = 12
/** So much slower than the quickest means that the site is saturated. */
const slower = 1.5

/** @param limits of the connection: its batch (`null` where it has none), and its lanes where they are not the usual ones */
export function createPace(limits: Pick<OpenPress, 'batch' | 'lanes'>): Pace {
  const most = Math.min(limits.batch ?? 1, mostBatch)
  const { start: startLanes, most: mostLanes } = limits.lanes ?? usualLanes
  let lanes = startLanes
  let batch = Math.min(startBatch, most)
  let perWrite: number | null = null
  let quickest = Number.POSITIVE_INFINITY
  let calm = 0
  return {
    get lanes() {
      return lanes
    },
    get batch() {
      return batch
    },
    answered({ count, ms, errors }) {
      if (errors.some(isOverload)) {
        lanes = Math.max(Math.floor(lanes / 2), 1)
        calm = 0
        if (count > 1) batch = Math.max(Math.floor(batch / 2), 1)
        return
      }
      // What was refused as a whole says nothing of how much may go at once.
      if (errors.length >= count) return
      const each = ms / count
      perWrite = perWrite === null ? each : perWrite * 0.7 + each * 0.3
      quickest = Math.min(quickest, each)
      if (count >= batch) batch = Math.min(batch * growth, most)
      batch = Math.max(Math.min(batch, Math.floor(batchMs / perWrite)), 1)
      calm = perWrite < quickest * slower ? calm + 1 : 0
      if (calm >= calmAnswers) {
        lanes = Math.min(lanes + 1, mostLanes)
        calm = 0
      } else if (perWrite > quickest * slower * 2) lanes = Math.max(lanes - 1, startLanes)
    },
  }
}

/** Too much at once: 413, 429, 5xx, no answer in time. */
function isOverload({ code, evidence }: HubError): boolean {
  if (code === 'timeout' || code === 'answer_lost') return true
  const status = typeof evidence === 'object' && evidence !== null && 'status' in evidence ? evidence.status : null
  return typeof status === 'number' && (status === 413 || status === 429 || status >= 500)
}
