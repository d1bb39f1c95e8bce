import { Divider, ScrollArea } from '@mantine/core'
import {
  IconActivity,
  IconArticle,
  IconCalendar,
  IconHelpCircle,
  IconPlugConnected,
  type IconProps,
  IconSend,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { shell } from '../texts/en/shell.ts'
import classes from './navigation.module.css'
import { ProjectSwitcher } from './project-switcher.tsx'
import { useProjects } from './session.tsx'

interface Place {
  readonly to: string
  readonly label: string
  readonly Icon: ComponentType<IconProps>
}

/** What a project has, in the order of the work; the last two are not for every role. */
const projectPlaces: readonly (Place & { readonly role?: 'owner' })[] = [
  { to: 'connections', label: shell.connections, Icon: IconPlugConnected },
  { to: 'articles', label: shell.articles, Icon: IconArticle },
  { to: 'board', label: shell.board, Icon: IconSend },
  { to: 'calendar', label: shell.calendar, Icon: IconCalendar },
  { to: 'activity', label: shell.activity, Icon: IconActivity, role: 'owner' },
  { to: 'settings', label: shell.settings, Icon: IconSettings },
]

/** The project switcher, the places of the open project, and those of the whole hub. */
export function Navigation() {
  const { project: id } = useParams({ strict: false })
  const projects = useProjects()
  const last = localStorage.getItem('pressroom.project')
  const project = projects.find((each) => each.id === (id ?? last)) ?? projects[0]
  return (
    <>
      {project !== undefined && <ProjectSwitcher project={project} />}
      <ScrollArea flex={1} mt="sm">
        <nav aria-label={shell.mainNavigation}>
          <ul className={classes.list}>
            {project !== undefined &&
              projectPlaces
                .filter(({ role }) => role === undefined || role === project.role)
                .map(({ to, ...place }) => <PlaceLink key={to} to={`/projects/${project.id}/${to}`} {...place} />)}
          </ul>
          <Divider my="sm" />
          <ul className={classes.list}>
            <PlaceLink to="/fleet" label={shell.fleet} Icon={IconServer2} />
            <PlaceLink to="/help" label={shell.help} Icon={IconHelpCircle} />
          </ul>
        </nav>
      </ScrollArea>
    </>
  )
}

function PlaceLink({ to, label, Icon }: Place) {
  return (
    <li>
      <Link to={to} className={classes.place}>
        <Icon size={20} stroke={1.7} aria-hidden />
        {label}
      </Link>
    </li>
  )
}
