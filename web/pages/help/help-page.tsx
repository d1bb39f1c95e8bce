import { Anchor, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconBook, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { help } from '../../texts/en/help.ts'
import classes from './help-page.module.css'
import { searchTopics, topics } from './topics.ts'

/** All pages of the help, and a search in them. */
export function HelpPage() {
  const { q = '' } = useSearch({ from: '/shell/help' })
  const navigate = useNavigate()
  const found = searchTopics(q)
  return (
    <>
      <PageHeader title={help.title} text={help.text}>
        <Anchor href="/api/docs">{help.reference}</Anchor>
      </PageHeader>
      <search>
        <TextInput
          type="search"
          aria-label={help.search}
          placeholder={help.search}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={q}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ to: '/help', search: value === '' ? {} : { q: value }, replace: true })
          }
          maxLength={200}
          maw="32rem"
          mb="lg"
        />
      </search>
      <Text role="status" className={q.trim().length > 1 ? '' : 'visually-hidden'} c="dimmed" mb="sm">
        {q.trim().length > 1 ? help.results(found.length) : ''}
      </Text>
      {found.length > 0 ? (
        <Stack component="ul" gap="md" className={classes.list}>
          {found.map(({ topic, heading, anchor, excerpt }) => (
            <li key={`${topic.name} ${anchor}`}>
              <TextLink to="/help/$page" params={{ page: topic.name }} hash={anchor} fw={600}>
                {heading === topic.title ? heading : `${topic.title} › ${heading}`}
              </TextLink>
              <Text size="sm" c="dimmed">
                {excerpt}
              </Text>
            </li>
          ))}
        </Stack>
      ) : (
        <nav aria-label={help.pages}>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {topics.map(({ name, title }) => (
              <Link key={name} to="/help/$page" params={{ page: name }} className={classes.card}>
                <Group wrap="nowrap">
                  <IconBook size={22} stroke={1.5} aria-hidden style={{ flexShrink: 0 }} />
                  {title}
                </Group>
              </Link>
            ))}
          </SimpleGrid>
        </nav>
      )}
    </>
  )
}
