import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { hubState } from './hub-state.ts'
import { goToLogin } from './login.ts'
import { isLoggedOut, isPassing } from './problem.ts'

const caught = { onError: (error: unknown) => void (isLoggedOut(error) && goToLogin()) }

/**
 * What passes by itself is asked again, three times and then whenever the hub answers again; nothing that writes is
 * repeated. Whoever is not logged in any more is sent to the login, and back to where they were.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache(caught),
  mutationCache: new MutationCache(caught),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => isPassing(error) && count < 3,
      // The browser's own idea of being online says nothing about a hub on this machine.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

hubState.onRecovered(() => void queryClient.invalidateQueries())
