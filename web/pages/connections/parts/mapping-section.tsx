import { Alert, Badge, Button, Group, NativeSelect, Stack, Switch, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { type Column, DataTable } from '../../../shared/data-table.tsx'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { plain, RemoteText } from '../../../shared/remote-text.tsx'
import { Section } from '../../../shared/section.tsx'
import { useDraft } from '../../../shared/use-draft.ts'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { mapping as words } from '../../../texts/en/mapping.ts'
import type { Connection } from '../connection-page.tsx'
import { type Source, SourceField } from './source-field.tsx'

type Mapping = Outputs['mappings']['get']
type MappedField = Mapping['fields'][number]

interface Draft {
  readonly changed: Readonly<Record<string, Source | null>>
  readonly withSite: boolean | null
}
const nothing: Draft = { changed: {}, withSite: null }

/** Which part of an article goes into which field of a Webflow collection: the guess, and what a person makes of it. */
export function MappingSection({ connection: { id: connection } }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const [collection, setCollection] = useState<string | null>(null)
  const input = { project, connection, ...(collection === null ? {} : { collection }) }
  const query = useQuery({
    ...orpc.mappings.get.queryOptions({ input }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Section title={words.title} text={words.text}>
      <QueryView query={query}>
        {(mapping) => (
          <Editor
            key={`${mapping.collection.id} ${JSON.stringify(mapping.fields)}`}
            mapping={mapping}
            connection={connection}
            onCollection={setCollection}
            isOther={collection !== null}
          />
        )}
      </QueryView>
    </Section>
  )
}

function Editor(props: {
  readonly mapping: Mapping
  readonly connection: string
  readonly onCollection: (id: string | null) => void
  /** Another collection than the one that is set is looked at. */
  readonly isOther: boolean
}) {
  const { mapping, connection, onCollection, isOther } = props
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { collection, collections, fields, missing, problems, isGuess } = mapping
  // Of each collection by itself: a look at another one takes nothing back.
  const [draft, change, discard] = useDraft<Draft>(`mapping.${connection}.${collection.id}`, nothing)
  const withSite = draft.withSite ?? mapping.withSite
  // Fields may have gone meanwhile, at the site.
  const changed = Object.fromEntries(
    Object.entries(draft.changed).filter(([slug]) => fields.some((field) => field.slug === slug)),
  )
  const save = useOperation(orpc.mappings.set.call, {
    quiet: true,
    done: () => words.saved,
    stale: [orpc.mappings.key(), orpc.publications.defaults.key()],
    // Asking Webflow anew is no answer to what was chosen here.
    onDone: (_, { refresh }) => void (refresh === true || discard()),
    onFresh: () => onCollection(null),
  })
  const target = { project, connection, collection: collection.id }
  const filled = (slug: string) => slug in changed && changed[slug] !== null
  const still = missing.filter((slug) => !filled(slug))
  const isSame = !isOther && Object.keys(changed).length === 0 && withSite === mapping.withSite
  const columns: readonly Column<MappedField>[] = [
    {
      key: 'field',
      label: words.field,
      names: true,
      render: ({ name, isRequired }) => (
        <Group gap={6}>
          <RemoteText text={name} most={60} />
          {isRequired && (
            <Badge size="sm" variant="default" tt="none">
              {words.required}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      key: 'type',
      label: words.type,
      render: ({ type }) => (
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {plain(type, 30)}
        </Text>
      ),
    },
    {
      key: 'source',
      label: words.source,
      render: (field) => (
        <Stack gap={4}>
          <SourceField
            name={plain(field.name, 60)}
            parts={field.parts}
            source={field.slug in changed ? (changed[field.slug] ?? null) : field.source}
            onChange={(source) => change({ changed: { ...changed, [field.slug]: source } })}
            disabled={!mayEdit}
          />
          {field.isUncertain && !(field.slug in changed) && (
            <Text size="xs" c="dimmed">
              {words.uncertain}
            </Text>
          )}
        </Stack>
      ),
    },
  ]
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ ...target, fields: changed, withSite })
      }}
    >
      <Stack gap="md">
        <NativeSelect
          label={words.collection}
          data={collections.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
          value={collection.id}
          onChange={({ currentTarget }) => onCollection(currentTarget.value)}
          disabled={!mayEdit}
          maw="24rem"
        />
        <Text size="sm" c="dimmed">
          {isGuess ? words.guessed : words.chosen}
        </Text>
        {still.length > 0 && <Alert color="yellow">{words.missing(plain(still.join(', '), 200))}</Alert>}
        {problems.map(({ field, why }) => (
          <Alert key={field} color="yellow">
            <RemoteText text={`${field}: ${why}`} />
          </Alert>
        ))}
        <DataTable caption={words.title} columns={columns} rows={fields} rowKey={({ slug }) => slug} />
        <Switch
          label={words.withSite}
          description={words.withSiteText}
          checked={withSite}
          onChange={({ currentTarget }) => change({ withSite: currentTarget.checked })}
          disabled={!mayEdit}
        />
        {save.error !== null && <ProblemPanel error={save.error} />}
        {mayEdit && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={isSame}>
              {words.save}
            </Button>
            <Button
              variant="default"
              disabled={save.isPending || isGuess}
              onClick={() => save.mutate({ ...target, guess: true })}
            >
              {words.guess}
            </Button>
            <Button
              variant="default"
              disabled={save.isPending}
              onClick={() => save.mutate({ ...target, refresh: true, guess: isGuess })}
            >
              {words.refresh}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
