import { Divider, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { RemoteText } from '../shared/remote-text.tsx'
import { shell } from '../texts/en/shell.ts'
import { NewProjectDialog } from './new-project-dialog.tsx'
import classes from './project-switcher.module.css'
import { type OwnProject, useProjects, useUser } from './session.tsx'

/** Which project is open, and the way to the others; for administrators to a new one. */
export function ProjectSwitcher({ project }: { readonly project: OwnProject }) {
  const projects = useProjects()
  const { admin } = useUser()
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const open = (id: string) => void navigate({ to: '/projects/$project', params: { project: id } })
  return (
    <>
      <Menu width="target" position="bottom-start" withinPortal={false}>
        <Menu.Target>
          <UnstyledButton className={classes.target}>
            <span className={classes.names}>
              <Text component="span" size="xs" c="dimmed">
                {shell.project}
              </Text>
              <Text component="span" fw={600} truncate>
                <RemoteText text={project.name} />
              </Text>
            </span>
            <IconSelector size={18} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {projects.map(({ id, name }) => (
            <Menu.Item
              key={id}
              onClick={() => open(id)}
              rightSection={id === project.id ? <IconCheck size={16} aria-hidden /> : null}
            >
              <RemoteText text={name} />
            </Menu.Item>
          ))}
          {admin && (
            <>
              <Divider />
              <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
                {shell.newProject}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {making && <NewProjectDialog onClose={() => setMaking(false)} />}
    </>
  )
}
