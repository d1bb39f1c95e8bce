import { useState } from 'react'
import { client, type Inputs, type Outputs, orpc } from '../../../api/client.ts'
import { toProblem } from '../../../api/problem.ts'
import { useConfirm } from '../../../shared/confirm.tsx'
import { plain } from '../../../shared/remote-text.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { actions as words } from '../../../texts/en/actions.ts'
import type { Values } from './schema.ts'

export type Answer = Outputs['actions']['run']
type Call = Inputs['actions']['run']

interface Run {
  /** What the newest run answered; null before, and while another one is on its way. A page stays until the next one is there. */
  readonly answer: Answer | null
  readonly error: Error | null
  readonly isPending: boolean
  /** Of a list, from 1. */
  readonly page: number
  start(input: Values, dryRun: boolean): void
  /** The next page of what was asked last. */
  next(cursor: string): void
}

/**
 * Runs an action. The hub itself says when it takes something away, which may depend on what is asked: then the reader is
 * asked, before anything was sent to the site.
 */
export function useRun(props: {
  readonly project: string
  readonly connection: string
  readonly site: string
  readonly action: string
  readonly title: string
}): Run {
  const { project, connection, site, action, title } = props
  const confirm = useConfirm()
  const [asked, setAsked] = useState<{ input: Values; page: number }>({ input: {}, page: 1 })
  const [last, setLast] = useState<Answer | null>(null)
  const run = useOperation(
    async (call: Call): Promise<Answer | null> => {
      try {
        return await client.actions.run(call)
      } catch (error) {
        if (toProblem(error).code !== 'confirmation_needed') throw error
        const text = words.confirmText(plain(site, 80))
        const question = { title: words.confirmTitle(title), text, action: words.confirm, danger: true }
        return (await confirm(question)) ? await client.actions.run({ ...call, confirm: true }) : null
      }
    },
    { quiet: true, stale: [orpc.lookups.key()], onDone: setLast },
  )
  const go = (input: Values, page: number, dryRun: boolean): void => {
    setAsked({ input, page })
    run.mutate({ project, connection, action, input: { ...input }, dryRun })
  }
  // While the next page is on its way, and where it did not come, the one before stays.
  const isBetween = asked.page > 1 && run.data === undefined
  const page = isBetween ? asked.page - 1 : asked.page
  return {
    answer: isBetween ? last : (run.data ?? null),
    error: run.error,
    isPending: run.isPending,
    page,
    start: (input, dryRun) => go(input, 1, dryRun),
    next: (cursor) => go({ ...asked.input, cursor }, page + 1, false),
  }
}
