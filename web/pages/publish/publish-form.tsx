import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconPlugConnected, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, orpc } from '../../api/client.ts'
import { EmptyState } from '../../shared/empty-state.tsx'
import { ButtonLink } from '../../shared/links.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import type { PublishOptions } from '../../shared/publish-options/options.ts'
import { OptionsForm } from '../../shared/publish-options/options-form.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { ListSkeleton } from '../../shared/skeletons.tsx'
import { useAllRows } from '../../shared/use-all-rows.ts'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { publish as words } from '../../texts/en/publish.ts'
import { publishOptions } from '../../texts/en/publish-options.ts'
import type { BoardRow } from './action-bar.tsx'
import { groupWishes, type Wish } from './group-wishes.ts'
import { OverrideDialog } from './override-dialog.tsx'
import { PlanView } from './plan-view.tsx'
import { type Target, TargetPicker } from './target-picker.tsx'
import { usePlan } from './use-plan.ts'

interface Draft {
  /** Null: nobody chose yet, so that those where it is, or should be, are meant. */
  readonly chosen: readonly string[] | null
  readonly options: PublishOptions
  readonly overrides: Readonly<Record<string, PublishOptions>>
  readonly original: string | null
}

const nothing: Draft = { chosen: null, options: {}, overrides: {}, original: null }

/** Where it is not, and is not to be. */
const away: ReadonlySet<string> = new Set(['gone', 'cancelled', 'trashed'])

/** Chooses targets and how, shows the plan, publishes. */
export function PublishForm(props: {
  readonly articles: readonly { readonly id: string; readonly title: string; readonly version: number }[]
  /** Where the one article is, all of it; undefined while that is read. Nothing for several. */
  readonly rows: readonly BoardRow[] | undefined
  readonly onPublished: () => void
}) {
  const { articles, rows, onPublished } = props
  const { id: project } = useProject()
  const ids = articles.map(({ id }) => id)
  const isOne = ids.length === 1
  const [draft, change, discard] = useDraft<Draft>(`publish.${project}.${isOne ? ids[0] : 'many'}`, nothing)
  const [asked, setAsked] = useState<Target | null>(null)
  const [plan, makePlan, clearPlan] = usePlan(project)
  // Publishing sends what was saved last: a plan of other versions is none.
  const versions = articles.map(({ version }) => version).join()
  const [planned, setPlanned] = useState(versions)
  const isOutdated = plan !== null && planned !== versions
  const list = useInfiniteQuery(
    orpc.fleet.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ project, limit: 500, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  // Groups and "all" mean all of them.
  const targets = useAllRows(list)
  const there = (rows ?? []).filter(({ state }) => !away.has(state)).map(({ connection }) => connection.id)
  const known = new Set((targets ?? []).map(({ id }) => id))
  const chosen = new Set((draft.chosen ?? there).filter((id) => known.has(id)))
  const overrides = new Map(Object.entries(draft.overrides).filter(([, own]) => Object.keys(own).length > 0))
  const original = draft.original !== null && chosen.has(draft.original) ? draft.original : null
  const wishes = groupWishes([...chosen], draft.options, overrides, original)
  const publish = useOperation((wanted: readonly Wish[]) => send(project, ids, wanted), {
    quiet: true,
    done: (count) => words.published(count),
    onDone: () => {
      clearPlan()
      // Choices for several articles are of this once; those of one article hold for its next version, too.
      if (!isOne) discard()
      onPublished()
    },
    stale: [orpc.publications.key(), orpc.articles.key()],
  })
  const set = (part: Partial<Draft>): void => {
    clearPlan()
    change(part)
  }
  if (targets === undefined || rows === undefined)
    return list.error === null ? (
      <ListSkeleton />
    ) : (
      <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />
    )
  if (targets.length === 0)
    return (
      <EmptyState Icon={IconPlugConnected} title={words.noTargets} text={words.noTargetsText}>
        <ButtonLink to="/projects/$project/connections/new" params={{ project }}>
          {words.connect}
        </ButtonLink>
      </EmptyState>
    )
  const names = new Map([
    ...targets.map(({ id, name }) => [id, name] as const),
    ...articles.map(({ id, title }) => [id, title] as const),
  ])
  return (
    <Stack gap="lg">
      <Section title={words.targets} text={words.targetsText}>
        <TargetPicker
          targets={targets}
          chosen={chosen}
          onChoose={(next) => set({ chosen: next })}
          rows={rows}
          overridden={new Set(overrides.keys())}
          onOverride={setAsked}
        />
      </Section>
      <Section title={words.options} text={words.optionsText}>
        <OptionsForm
          options={draft.options}
          onChange={(options) => set({ options })}
          silence={publishOptions.asConnection}
          kind={null}
          site={chosen.size === 1 ? { project, connection: [...chosen][0] ?? '' } : null}
          extra={['date']}
          error={publish.error}
        />
        {chosen.size > 1 && (
          <NativeSelect
            label={words.canonical}
            description={words.canonicalText}
            data={[
              { value: '', label: words.canonicalNone },
              ...targets
                .filter(({ id }) => chosen.has(id))
                .map(({ id, name }) => ({ value: id, label: plain(name, 60) })),
            ]}
            value={original ?? ''}
            onChange={({ currentTarget: { value } }) => set({ original: value === '' ? null : value })}
          />
        )}
      </Section>
      <Section title={words.plan} text={words.planText}>
        {isOutdated ? (
          <Text size="sm" role="status">
            {words.planOutdated}
          </Text>
        ) : (
          plan !== null && <PlanView plan={plan} names={names} isOneArticle={isOne} />
        )}
        {publish.error !== null && <ProblemPanel error={publish.error} />}
        <Group gap="xs">
          <Button
            variant="default"
            disabled={chosen.size === 0}
            loading={plan?.isRunning === true && !isOutdated}
            onClick={() => {
              setPlanned(versions)
              void makePlan(ids, wishes)
            }}
          >
            {words.showPlan}
          </Button>
          <Button
            disabled={chosen.size === 0}
            loading={publish.isPending}
            leftSection={<IconSend size={18} aria-hidden />}
            onClick={() => publish.mutate(wishes)}
          >
            {words.publishTo(ids.length, chosen.size)}
          </Button>
        </Group>
      </Section>
      {asked !== null && (
        <OverrideDialog
          target={asked}
          options={draft.overrides[asked.id] ?? {}}
          onChange={(own) => set({ overrides: { ...draft.overrides, [asked.id]: own } })}
          onClose={() => setAsked(null)}
        />
      )}
    </Stack>
  )
}

/** One call carries at most so many publications. */
const publicationsAtOnce = 5000

/** How many publications were asked for. */
async function send(project: string, articles: readonly string[], wishes: readonly Wish[]): Promise<number> {
  let count = 0
  const step = Math.max(1, Math.floor(publicationsAtOnce / articles.length))
  for (const { connections, options } of wishes)
    for (let at = 0; at < connections.length; at += step) {
      const input = { project, articles: [...articles], connections: connections.slice(at, at + step), options }
      count += (await client.publications.publish(input)).publications.length
    }
  return count
}
