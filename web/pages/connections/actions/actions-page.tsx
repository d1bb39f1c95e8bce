import { Box, Stack } from '@mantine/core'
import { IconArrowLeft, IconBolt } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { orpc } from '../../../api/client.ts'
import { EmptyState } from '../../../shared/empty-state.tsx'
import { TextLink } from '../../../shared/links.tsx'
import { PageHeader } from '../../../shared/page-header.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { RemoteText } from '../../../shared/remote-text.tsx'
import { SearchBox } from '../../../shared/search-box.tsx'
import { useProject } from '../../../shell/project-layout.tsx'
import { actions as words } from '../../../texts/en/actions.ts'
import { ActionList } from './action-list.tsx'
import { ActionPanel } from './action-panel.tsx'
import classes from './actions-page.module.css'

const route = getRouteApi('/shell/projects/$project/connections/$connection/actions')

/** Everything that can be done on a connection, and a way to do it by hand. */
export function ActionsPage() {
  const { id: project } = useProject()
  const { connection } = route.useParams()
  const { search = '', action } = route.useSearch()
  const go = route.useNavigate()
  const shown = useQuery(orpc.connections.get.queryOptions({ input: { project, connection } }))
  const query = useQuery({
    ...orpc.actions.list.queryOptions({ input: { project, connection, search } }),
    placeholderData: keepPreviousData,
  })
  const name = shown.data?.name ?? ''
  const back = (
    <TextLink to="/projects/$project/connections/$connection" params={{ project, connection }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> <RemoteText text={name === '' ? '…' : name} most={60} />
    </TextLink>
  )
  const find = (text: string) =>
    void go({
      search: (before) => ({
        ...(before.action === undefined ? {} : { action: before.action }),
        ...(text === '' ? {} : { search: text }),
      }),
      replace: true,
    })
  return (
    <>
      <PageHeader title={words.title} text={words.text} back={back} />
      <div className={classes.columns}>
        <Stack gap="sm" className={classes.list ?? ''} mod={{ away: action !== undefined }}>
          <SearchBox label={words.search} value={search} onSearch={find} />
          {/* What scrolls is reached by keyboard through the links in it. */}
          <Box className={classes.scrolls ?? ''}>
            <QueryView query={query}>
              {({ items }) => (
                <ActionList items={items} connection={connection} chosen={action ?? null} search={search} />
              )}
            </QueryView>
          </Box>
        </Stack>
        {action === undefined ? (
          <div className={classes.hint}>
            <EmptyState Icon={IconBolt} title={words.choose} text={words.chooseText} />
          </div>
        ) : (
          <Stack gap="sm">
            <div className={classes.narrow}>
              <TextLink
                to="/projects/$project/connections/$connection/actions"
                params={{ project, connection }}
                search={search === '' ? {} : { search }}
                size="sm"
              >
                <IconArrowLeft size={14} aria-hidden /> {words.all}
              </TextLink>
            </div>
            <ActionPanel key={action} connection={connection} site={name} action={action} />
          </Stack>
        )}
      </div>
    </>
  )
}
