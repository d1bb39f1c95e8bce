import { useDebouncedValue } from '@mantine/hooks'
import type { UseQueryResult } from '@tanstack/react-query'
import { type Choices, useLookup } from '../../../shared/use-lookup.ts'
import { useProject } from '../../../shell/project-layout.tsx'
import { useForm } from './form-context.ts'
import type { Field } from './schema.ts'

/** In ms, after the last letter. */
const patience = 300

/** The choices that the site has for a field. Nothing is asked before `isOpen`. */
export function useChoices(lookup: Field['lookup'], search: string, isOpen: boolean): UseQueryResult<Choices> {
  const { id: project } = useProject()
  const { connection, values, lookupInputs } = useForm()
  const [settled] = useDebouncedValue(search.trim().slice(0, 200), patience)
  const name = lookup?.name ?? ''
  const around = (lookupInputs.get(name) ?? []).flatMap((one) =>
    values[one] === undefined ? [] : [[one, values[one]]],
  )
  const input = { ...Object.fromEntries(around), ...lookup?.input }
  return useLookup({ project, connection, lookup: name, input, search: settled, enabled: isOpen && name !== '' })
}
