import { Chip, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { plain } from '../../shared/remote-text.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'
import { locale } from '../../texts/en/locale.ts'
import type { FleetSearch } from './routes.ts'

type Summary = Outputs['fleet']['summary']
type Facet = Summary['facets']['verdict']

/** Of a word on a chip, which is not broken, in letters. */
const longest = 32

/** The fleet in numbers, each of which narrows the list. */
export function FleetNumbers(props: {
  readonly summary: Summary
  readonly filter: FleetSearch
  readonly onFilter: (change: FleetSearch) => void
}) {
  const { summary, filter, onFilter } = props
  const { connections, waiting, stuck, facets } = summary
  const working = facets.verdict.find(({ value }) => value === 'connected')?.count ?? 0
  const numbers = [
    { label: fleet.connections, value: connections },
    { label: fleet.working, value: working },
    { label: fleet.waiting, value: waiting },
    { label: fleet.stuck, value: stuck },
  ]
  const choices = [
    { name: 'verdict', label: fleet.verdict, facet: facets.verdict, say: (value: string) => health.verdicts[value] },
    { name: 'version', label: fleet.versions, facet: facets.version, say: plain },
    { name: 'php', label: fleet.php, facet: facets.php, say: plain },
    { name: 'code', label: fleet.why, facet: facets.code, say: plain },
  ] as const
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {numbers.map(({ label, value }) => (
          <Paper key={label} withBorder p="md" bg="var(--press-card)">
            <Text size="xl" fw={700}>
              {value.toLocaleString(locale)}
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {choices.map(({ name, label, facet, say }) => (
        <Choices
          key={name}
          label={label}
          facet={facet}
          say={(value) => plain(say(value) ?? value, longest)}
          chosen={filter[name]}
          onChoose={(value) => onFilter({ [name]: value })}
        />
      ))}
    </Stack>
  )
}

/** Nothing where there is only one thing to choose. */
function Choices(props: {
  readonly label: string
  readonly facet: Facet
  readonly say: (value: string) => string
  readonly chosen: string | undefined
  readonly onChoose: (value: string | undefined) => void
}) {
  const { label, facet, say, chosen, onChoose } = props
  const known = facet.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]))
  if (known.length < 2 && chosen === undefined && facet.length < 2) return null
  return (
    <Group gap="xs" role="group" aria-label={label}>
      <Text size="sm" c="dimmed" w="6rem">
        {label}
      </Text>
      {known.slice(0, 12).map(({ value, count }) => (
        <Chip
          key={value}
          size="sm"
          checked={chosen === value}
          onChange={(on) => onChoose(on ? value : undefined)}
        >{`${say(value)} · ${count}`}</Chip>
      ))}
    </Group>
  )
}
