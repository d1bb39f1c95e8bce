import { AppShell, Burger, Container, Group } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { isLoggedOut } from '../api/problem.ts'
import { ProblemPanel } from '../shared/problem-panel.tsx'
import { PageSkeleton } from '../shared/skeletons.tsx'
import { shell } from '../texts/en/shell.ts'
import { AccountMenu } from './account-menu.tsx'
import { HubBanner } from './hub-banner.tsx'
import { followLogOut } from './log-out.ts'
import { Navigation } from './navigation.tsx'
import { meQuery, projectsQuery } from './session.tsx'
import classes from './shell-layout.module.css'
import { ThemeMenu } from './theme-menu.tsx'

/** The frame: header, navigation, and the page in the middle. Without a login it leads to one. */
export function ShellLayout() {
  const [opened, { toggle, close }] = useDisclosure()
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const router = useRouter()
  useEffect(() => router.subscribe('onBeforeNavigate', close), [router, close])
  useEffect(followLogOut, [])
  const me = useQuery(meQuery)
  const projects = useQuery(projectsQuery)
  const error = me.error ?? projects.error
  const known = me.data !== undefined && projects.data !== undefined
  return (
    <>
      <a className="skip" href="#content">
        {shell.skip}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 244, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={{ base: 'md', sm: 'lg' }}
        transitionDuration={0}
      >
        <AppShell.Header className={classes.bar}>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={opened ? shell.closeNavigation : shell.openNavigation}
                aria-expanded={opened}
                aria-controls="navigation"
              />
              <Link to="/" className={classes.name}>
                {shell.product}
              </Link>
            </Group>
            <Group gap={4} wrap="nowrap">
              <ThemeMenu />
              {me.data?.kind === 'user' && <AccountMenu user={me.data} />}
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar id="navigation" p="sm" className={classes.side} inert={!wide && !opened}>
          {known && <Navigation />}
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
          <Container size="xl" px={0}>
            <HubBanner />
            <Suspense fallback={<PageSkeleton />}>
              {known ? (
                <Outlet />
              ) : error === null || isLoggedOut(error) || me.isFetching ? (
                <PageSkeleton />
              ) : (
                <ProblemPanel
                  error={error}
                  onRetry={() => {
                    void me.refetch()
                    void projects.refetch()
                  }}
                />
              )}
            </Suspense>
          </Container>
        </AppShell.Main>
      </AppShell>
    </>
  )
}
