import { listConnectors } from '../connectors/registry.ts'

/** The names of the actions of every kind, each with the title it has where it was seen first. */
export function actionTitles(): ReadonlyMap<string, string> {
  const titles = new Map<string, string>()
  for (const { actions } of listConnectors())
    for (const [name, { title }] of Object.entries(actions)) if (!titles.has(name)) titles.set(name, title)
  return titles
}
