import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'
import { OutcomeTable } from './outcome-table.tsx'

/** Posts of a connected WordPress site as articles. */
export function ImportFromSite() {
  const { id: project } = useProject()
  const sites = useQuery(orpc.fleet.list.queryOptions({ input: { project, kind: 'wordpress', limit: 500 } }))
  const [connection, setConnection] = useState('')
  const [type, setType] = useState('post')
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState<number | string>(20)
  const [images, setImages] = useState(true)
  const [dryRun, setDryRun] = useState(true)
  const take = useOperation(orpc.articles.importFromSite.call, { quiet: true, stale: [orpc.articles.key()] })
  const choices = sites.data?.items ?? []
  const chosen = connection === '' ? (choices[0]?.id ?? '') : connection
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
          const how = { type, limit: Number(limit), dryRun, images: images ? ('take' as const) : ('leave' as const) }
          take.mutate({ project, connection: chosen, ...how, ...words })
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
            <NativeSelect
              label={words.connection}
              data={choices.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
              value={chosen}
              onChange={({ currentTarget }) => setConnection(currentTarget.value)}
            />
            <TextInput
              label={words.type}
              description={words.typeText}
              value={type}
              onChange={({ currentTarget }) => setType(currentTarget.value)}
              maxLength={50}
              required
            />
            <TextInput
              label={words.find}
              value={search}
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
              maxLength={200}
            />
            <NumberInput
              label={words.limit}
              value={limit}
              onChange={setLimit}
              min={1}
              max={200}
              clampBehavior="strict"
              required
            />
          </SimpleGrid>
          <Switch
            label={words.withImages}
            checked={images}
            onChange={({ currentTarget }) => setImages(currentTarget.checked)}
          />
          <Switch
            label={words.look}
            description={words.lookText}
            checked={dryRun}
            onChange={({ currentTarget }) => setDryRun(currentTarget.checked)}
          />
          <Group>
            <Button type="submit" loading={take.isPending} disabled={chosen === ''}>
              {dryRun ? words.look : words.start}
            </Button>
          </Group>
        </Stack>
      </form>
      {take.error !== null && <ProblemPanel error={take.error} />}
      {take.data?.posts.length === 0 && <Text c="dimmed">{words.noPosts}</Text>}
      {take.data !== undefined && take.data.posts.length > 0 && (
        <OutcomeTable
          caption={words.siteCaption}
          nameLabel={words.post}
          outcomes={take.data.posts.map(({ id, title, lossless, notes, ...post }) => ({
            ...post,
            name: `${title} (${id})`,
            notes: lossless || post.error !== null ? notes : [words.lossy, ...notes],
          }))}
        />
      )}
    </Section>
  )
}
