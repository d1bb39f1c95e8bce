import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { isLoggedOut } from '../api/problem.ts'
import { toastDone, toastProblem } from './toast.tsx'

export interface OperationOptions<Input, Output> {
  /** What is said when it was done; nothing when the page shows it anyway. */
  readonly done?: (output: Output, input: Input) => string
  /** How to take it back: called when the reader asks for it. */
  readonly undo?: (output: Output, input: Input) => void
  /** What is read again: `[orpc.connections.key()]`. Events of the hub do the same a moment later for most. */
  readonly stale?: readonly (readonly unknown[])[]
  /** The page shows the problem itself (`ProblemPanel`), so that no toast does. */
  readonly quiet?: boolean
  /** At once. */
  readonly onDone?: (output: Output, input: Input) => void
  /** When what it changed was read again. */
  readonly onFresh?: (output: Output, input: Input) => void
}

/**
 * A write: `const pause = useOperation(orpc.connections.pause.call, {done: () => texts.paused})`, then `pause.mutate(input)`.
 * Says what came of it, and reads again what it changed. Never repeated by itself.
 */
export function useOperation<Input, Output>(
  call: (input: Input) => Promise<Output>,
  options: OperationOptions<Input, Output> = {},
): UseMutationResult<Output, Error, Input> {
  const queries = useQueryClient()
  const { done, undo, stale = [], quiet = false, onDone, onFresh } = options
  return useMutation<Output, Error, Input>({
    mutationFn: (input) => call(input),
    onSuccess: async (output, input) => {
      if (done !== undefined) toastDone(done(output, input), undo && (() => undo(output, input)))
      onDone?.(output, input)
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
      onFresh?.(output, input)
    },
    onError: (error) => {
      if (!quiet && !isLoggedOut(error)) toastProblem(error)
    },
  })
}
