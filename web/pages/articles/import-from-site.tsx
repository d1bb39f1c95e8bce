import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Inputs, type Outputs, orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'
import { ImportProgress } from './import-progress.tsx'
import { OutcomeTable } from './outcome-table.tsx'

type Post = Outputs['articles']['importFromSite']['posts'][number]
type Wish = Omit<Inputs['articles']['importFromSite'], 'limit' | 'offset'>

interface Run {
  readonly isRunning: boolean
  readonly all: number
  readonly posts: readonly Post[]
  readonly error: unknown
}

/** So many posts are taken in one call: their images are loaded in it, too. */
const portion = 10

/** Posts of a connected WordPress site as articles. */
export function ImportFromSite() {
  const { id: project } = useProject()
  const queries = useQueryClient()
  const sites = useQuery(orpc.fleet.list.queryOptions({ input: { project, kind: 'wordpress', limit: 500 } }))
  const [draft, change] = useDraft(`articles.import.site.${project}`, {
    connection: '',
    type: 'post',
    search: '',
    limit: 20 as number | string,
    images: true,
    dryRun: true,
  })
  const { connection, type, search, limit, images, dryRun } = draft
  const [run, setRun] = useState<Run | null>(null)
  const start = async (wish: Wish, all: number): Promise<void> => {
    const posts = new Map<number, Post>()
    const tell = (isRunning: boolean, error: unknown = null) =>
      setRun({ isRunning, all, posts: [...posts.values()], error })
    tell(true)
    try {
      for (let offset = 0; offset < all; offset += portion) {
        const wanted = Math.min(portion, all - offset)
        const told = await client.articles.importFromSite({ ...wish, offset, limit: wanted })
        // What somebody publishes there meanwhile moves the others on: one may come twice.
        for (const post of told.posts) posts.set(post.id, post)
        if (told.posts.length < wanted) break
        tell(true)
      }
      tell(false)
    } catch (error) {
      tell(false, error)
    }
    await queries.invalidateQueries({ queryKey: orpc.articles.key() })
  }
  const choices = sites.data?.items ?? []
  const chosen = choices.some(({ id }) => id === connection) ? connection : (choices[0]?.id ?? '')
  if (sites.data !== undefined && choices.length === 0)
    return (
      <Section title={words.site} text={words.siteText}>
        <Text c="dimmed">{words.noSite}</Text>
      </Section>
    )
  return (
    <Section title={words.site} text={words.siteText}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const words = search.trim() === '' ? {} : { search: search.trim() }
          const how = { type, dryRun, images: images ? ('take' as const) : ('leave' as const) }
          void start({ project, connection: chosen, ...how, ...words }, Number(limit))
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
            <NativeSelect
              label={words.connection}
              data={choices.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
              value={chosen}
              onChange={({ currentTarget }) => change({ connection: currentTarget.value })}
            />
            <TextInput
              label={words.type}
              description={words.typeText}
              value={type}
              onChange={({ currentTarget }) => change({ type: currentTarget.value })}
              maxLength={50}
              required
            />
            <TextInput
              label={words.find}
              value={search}
              onChange={({ currentTarget }) => change({ search: currentTarget.value })}
              maxLength={200}
            />
            <NumberInput
              label={words.limit}
              value={limit}
              onChange={(value) => change({ limit: value })}
              min={1}
              max={200}
              clampBehavior="strict"
              required
            />
          </SimpleGrid>
          <Switch
            label={words.withImages}
            checked={images}
            onChange={({ currentTarget }) => change({ images: currentTarget.checked })}
          />
          <Switch
            label={words.look}
            description={words.lookText}
            checked={dryRun}
            onChange={({ currentTarget }) => change({ dryRun: currentTarget.checked })}
          />
          <Group>
            <Button type="submit" loading={run?.isRunning ?? false} disabled={chosen === ''}>
              {dryRun ? words.look : words.start}
            </Button>
          </Group>
        </Stack>
      </form>
      {run !== null && (
        <ImportProgress
          isRunning={run.isRunning}
          done={run.posts.length}
          all={run.all}
          label={
            run.isRunning
              ? words.siteProgress(run.posts.length, run.all)
              : run.posts.length === 0 && run.error === null
                ? words.noPosts
                : words.sitePosts(run.posts.length)
          }
        />
      )}
      {run?.error != null && <ProblemPanel error={run.error} />}
      {run !== null && run.posts.length > 0 && (
        <OutcomeTable
          caption={words.siteCaption}
          nameLabel={words.post}
          outcomes={run.posts.map(({ id, title, lossless, notes, ...post }) => ({
            ...post,
            name: `${title} (${id})`,
            notes: lossless || post.error !== null ? notes : [words.lossy, ...notes],
          }))}
        />
      )}
    </Section>
  )
}
