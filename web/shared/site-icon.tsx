import { Avatar } from '@mantine/core'
import { plain } from './remote-text.tsx'

/** The icon of a connected site, by way of the hub; its first letter where it has none. Says nothing: the name stands beside it. */
export function SiteIcon(props: {
  readonly project: string
  readonly connection: string
  readonly name: string
  readonly icon: boolean
}) {
  const { project, connection, name, icon } = props
  const query = new URLSearchParams({ project })
  return (
    <Avatar
      src={icon ? `/api/v1/connections/${encodeURIComponent(connection)}/icon?${query}` : null}
      size={28}
      radius="sm"
      alt=""
      aria-hidden
      imageProps={{ loading: 'lazy' }}
    >
      {[...plain(name)][0]?.toUpperCase()}
    </Avatar>
  )
}
