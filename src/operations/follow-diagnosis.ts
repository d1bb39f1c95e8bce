import { eventIterator } from '@orpc/server'
import { z } from 'zod'
import type { Attempt } from '../http/exchange.ts'
import type { Diagnosis } from '../wordpress/diagnose/diagnosis.ts'
import { diagnosisSchema } from './diagnosis-schema.ts'

/** One request, told when it was answered. */
export const attemptEvent = z.object({
  kind: z.literal('attempt'),
  attempt: diagnosisSchema.shape.attempts.unwrap().element,
})

/** A diagnosis as it comes about: each request when it was answered, then the verdict, then the site's icon where it has one. */
export const diagnosisEvents = eventIterator(
  z.discriminatedUnion('kind', [
    attemptEvent,
    z.object({ kind: z.literal('done'), diagnosis: diagnosisSchema }),
    z.object({ kind: z.literal('icon'), src: z.string().describe('A data URL') }),
  ]),
)

export type DiagnosisEvent =
  | { kind: 'attempt'; attempt: Attempt }
  | { kind: 'done'; diagnosis: Diagnosis }
  | { kind: 'icon'; src: string }

interface Followed {
  readonly onAttempt: (attempt: Attempt) => void
  readonly signal: AbortSignal
}

/** Whoever stops listening stops the diagnosis. Throws what `diagnose` throws. */
export async function* followDiagnosis(
  diagnose: (options: Followed) => Promise<Diagnosis>,
  outer: AbortSignal | undefined,
): AsyncGenerator<DiagnosisEvent, void> {
  const diagnosis = yield* followAttempts(diagnose, outer)
  yield { kind: 'done', diagnosis }
}

/** Each request of a piece of work when it was answered; returns what came of it, and throws what it throws. Whoever stops listening stops it. */
export async function* followAttempts<T>(
  run: (options: Followed) => Promise<T>,
  outer: AbortSignal | undefined,
): AsyncGenerator<z.input<typeof attemptEvent>, T> {
  const controller = new AbortController()
  const waiting: Attempt[] = []
  let wake = Promise.withResolvers<void>()
  const onAttempt = (attempt: Attempt): void => {
    waiting.push(attempt)
    wake.resolve()
  }
  const signal = outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal])
  const work = run({ onAttempt, signal })
  const ended = work.then(
    () => true,
    () => true,
  )
  try {
    for (let isOver = false; !isOver; ) {
      isOver = await Promise.race([ended, wake.promise.then(() => false)])
      wake = Promise.withResolvers()
      for (const attempt of waiting.splice(0)) yield { kind: 'attempt', attempt }
    }
    return await work
  } finally {
    controller.abort()
  }
}
