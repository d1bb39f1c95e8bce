import { lazyRouteComponent } from '@tanstack/react-router'
import { hubState } from '../api/hub-state.ts'
import { isGoing } from './navigation.ts'

const reloadedKey = 'pressroom.reloaded'

/**
 * A page that is loaded when somebody goes there: `component: lazyPage(() => import('./fruit-page.tsx'), 'FruitPage')`. When it
 * cannot be loaded: either the hub is away, then it is loaded when the hub is back; or the hub is newer than this page, then
 * all is loaded anew, drafts kept.
 */
export function lazyPage<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
): ReturnType<typeof lazyRouteComponent<Module, Name>> {
  return lazyRouteComponent<Module, Name>(() => loadPatiently(load), name)
}

async function loadPatiently<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    // A link that was only pointed at: what the reader has before them stays.
    if (!isGoing()) throw error
    if (!(await hubState.isThere())) await new Promise<void>((resolve) => hubState.onRecovered(resolve))
    // Browsers may remember that a script did not load, so that only a new page gets it. Once a minute at most: a script
    // that is missing for another reason must not make the browser go round.
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0)
    if (Date.now() - last < 60_000) throw error
    return await load().catch(() => {
      sessionStorage.setItem(reloadedKey, String(Date.now()))
      location.reload()
      return new Promise<never>(() => {})
    })
  }
}
