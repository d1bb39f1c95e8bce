import { Button, Group, SimpleGrid, Skeleton, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { RemoteText } from '../../../shared/remote-text.tsx'
import { Section } from '../../../shared/section.tsx'
import { type Choices, useLookup } from '../../../shared/use-lookup.ts'
import { connection as words } from '../../../texts/en/connection.ts'
import { shared } from '../../../texts/en/shared.ts'
import type { Connection } from '../connection-page.tsx'
import classes from './writable-section.module.css'

/** Post types, taxonomies and interfaces of a WordPress site, as its look-ups tell them. */
export function WritableSection({ connection }: { readonly connection: Connection }) {
  const { id, project } = connection
  // What is known is kept by the hub; a site that was never asked may take seconds, and one that is ill gives none.
  const [asked, setAsked] = useState(connection.verdict === 'connected')
  const seen = { project, connection: id, enabled: asked }
  const lists = [
    { title: words.postTypes, query: useLookup({ ...seen, lookup: 'types' }) },
    { title: words.taxonomies, query: useLookup({ ...seen, lookup: 'taxonomies' }) },
    { title: words.plugins, text: words.pluginsText, query: useLookup({ ...seen, lookup: 'namespaces' }) },
  ]
  const broken = lists.find(({ query }) => query.error !== null)?.query
  return (
    <Section title={words.types} text={words.typesText}>
      {!asked && (
        <Group>
          <Button variant="default" onClick={() => setAsked(true)}>
            {words.seeTypes}
          </Button>
        </Group>
      )}
      {broken !== undefined && <ProblemPanel error={broken.error} onRetry={() => void broken.refetch()} />}
      {asked && broken === undefined && (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          {lists.map(({ title, text, query }) => (
            <div key={title}>
              <Title order={3} size="h5" mb={4}>
                {title}
              </Title>
              {text !== undefined && (
                <Text size="xs" c="dimmed" mb={4}>
                  {text}
                </Text>
              )}
              <Names query={query} />
            </div>
          ))}
        </SimpleGrid>
      )}
    </Section>
  )
}

function Names({ query: { data } }: { readonly query: UseQueryResult<Choices> }) {
  if (data === undefined) return <Skeleton height={60} role="status" aria-label={shared.loading} />
  if (data.choices.length === 0) return <Text size="sm">{words.nothingSeen}</Text>
  return (
    <ul className={classes.names}>
      {data.choices.map(({ value, label }) => (
        <li key={value}>
          <RemoteText text={label} most={60} />{' '}
          {label !== String(value) && (
            <Text span size="xs" c="dimmed" ff="monospace">
              <RemoteText text={String(value)} most={60} />
            </Text>
          )}
        </li>
      ))}
    </ul>
  )
}
