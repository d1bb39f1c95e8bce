import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { queryClient } from './api/query-client.ts'
import { pageNonce } from './nonce.ts'
import { router } from './router.ts'
import { ConfirmProvider } from './shared/confirm.tsx'
import { resolveVariables, theme, themeKeeper } from './theme.ts'

/** Everything that surrounds the pages. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      colorSchemeManager={themeKeeper}
      defaultColorScheme="auto"
      getStyleNonce={pageNonce}
    >
      <QueryClientProvider client={queryClient}>
        <ConfirmProvider>
          <RouterProvider router={router} />
        </ConfirmProvider>
        <Notifications position="bottom-right" />
      </QueryClientProvider>
    </MantineProvider>
  )
}
