import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { toastDone, toastProblem } from '../../shared/toast.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { publicationPage as words } from '../../texts/en/publish.ts'

export type BoardRow = Outputs['publications']['board']['items'][number]
type Steerable = Pick<BoardRow, 'id' | 'state' | 'isThere'>
type Hold = 'retry' | 'resume' | 'pause' | 'cancel'
type Change = 'unpublish' | 'trash' | 'restore' | 'delete'

const holds: Readonly<Record<Hold, { readonly label: string; readonly fits: (row: Steerable) => boolean }>> = {
  retry: { label: words.retry, fits: ({ state }) => state === 'failed' },
  resume: { label: words.resume, fits: ({ state }) => state === 'paused' },
  pause: { label: words.pause, fits: ({ state }) => ['planned', 'sending', 'unknown'].includes(state) },
  cancel: {
    label: words.cancel,
    fits: ({ state }) => ['planned', 'sending', 'unknown', 'paused', 'failed', 'conflict'].includes(state),
  },
}
const changes: Readonly<Record<Change, { readonly label: string; readonly fits: (row: Steerable) => boolean }>> = {
  unpublish: { label: words.unpublish, fits: ({ state }) => ['live', 'scheduled'].includes(state) },
  restore: { label: words.restore, fits: ({ state, isThere }) => isThere && state === 'trashed' },
  trash: { label: words.trash, fits: ({ state }) => ['live', 'scheduled', 'draft'].includes(state) },
  delete: { label: words.delete, fits: ({ state }) => ['live', 'scheduled', 'draft', 'trashed'].includes(state) },
}
/** What one call takes. */
const most = 500

/** What can be done with these publications now. Asks before anything goes from a site, or is not sent any more. */
export function ActionBar({ rows, size = 'xs' }: { readonly rows: readonly Steerable[]; readonly size?: 'xs' | 'sm' }) {
  const { id: project } = useProject()
  const queries = useQueryClient()
  const confirm = useConfirm()
  const [isRunning, setRunning] = useState(false)

  async function run(act: () => Promise<void>): Promise<void> {
    setRunning(true)
    try {
      await act()
    } catch (error) {
      toastProblem(error)
    }
    setRunning(false)
    await queries.invalidateQueries({ queryKey: orpc.publications.key() })
  }
  const hold = (action: Hold, ids: readonly string[]): Promise<void> =>
    run(async () => {
      let count = 0
      for (const part of partsOf(ids)) {
        const told: { readonly changed: number; readonly pending?: number } = await client.publications[action]({
          ...{ project, publications: part },
        })
        count += told.changed + (told.pending ?? 0)
      }
      toastDone(words.did[action](count))
    })
  const change = (action: Change, ids: readonly string[]): Promise<void> =>
    run(async () => {
      const done: string[] = []
      let why = ''
      for (const part of partsOf(ids)) {
        const told = await client.publications.change({ project, publications: part, action })
        for (const each of told.changes) {
          if (each.does === null) why = each.why
          else done.push(each.publication.id)
        }
      }
      if (done.length === 0) toastDone(words.didNothing(plain(why)))
      else
        toastDone(words.did[action](done.length), action === 'trash' ? () => void change('restore', done) : undefined)
    })
  const ask = async (action: Change | 'cancel', ids: readonly string[]): Promise<boolean> => {
    const { title, text } = words.ask[action]
    return await confirm({ title: title(ids.length), text, action: words[action], danger: action === 'delete' })
  }
  const fitting = (fits: (row: Steerable) => boolean): string[] => rows.filter(fits).map(({ id }) => id)
  const all = [
    ...(Object.keys(holds) as Hold[]).map((action) => {
      const ids = fitting(holds[action].fits)
      const act = async () => void ((action !== 'cancel' || (await ask(action, ids))) && (await hold(action, ids)))
      return { label: holds[action].label, ids, act }
    }),
    ...(Object.keys(changes) as Change[]).map((action) => {
      const ids = fitting(changes[action].fits)
      const act = async () => void ((await ask(action, ids)) && (await change(action, ids)))
      return { label: changes[action].label, ids, act }
    }),
  ]
  return (
    <Group gap="xs">
      {all
        .filter(({ ids }) => ids.length > 0)
        .map(({ label, act }) => (
          <Button key={label} size={size} variant="default" disabled={isRunning} onClick={() => void act()}>
            {label}
          </Button>
        ))}
    </Group>
  )
}

function partsOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, part) => ids.slice(part * most, (part + 1) * most))
}
