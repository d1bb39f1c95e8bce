import { Button, Fieldset, Group, Stack } from '@mantine/core'
import { actions as words } from '../../../texts/en/actions.ts'
import type { FieldProps } from './field-props.ts'
import { listOf, objectOf } from './schema.ts'

const most = 50

/** Several things with fields of their own. */
export function RowsField({ field, path, value, onChange, nest }: FieldProps) {
  const rows = listOf(value)
  const put = (at: number, row: unknown) => onChange(rows.map((one, index) => (index === at ? row : one)))
  const drop = (at: number) => {
    const rest = rows.filter((_, index) => index !== at)
    onChange(rest.length === 0 ? undefined : rest)
  }
  return (
    <Fieldset legend={field.label}>
      <Stack gap="md">
        {rows.map((row, at) => {
          const name = words.one(field.label, at + 1)
          const key = `${path}.${at}`
          return (
            <Fieldset key={key} legend={name}>
              <Stack gap="md">
                {nest({
                  schema: field.items ?? {},
                  values: objectOf(row),
                  onChange: (values) => put(at, values),
                  path: key,
                })}
                <Group>
                  <Button size="xs" variant="default" onClick={() => drop(at)}>
                    {words.remove(name)}
                  </Button>
                </Group>
              </Stack>
            </Fieldset>
          )
        })}
        <Group>
          <Button
            size="xs"
            variant="default"
            disabled={rows.length >= most}
            onClick={() => onChange([...rows, {}])}
            aria-label={words.addTo(field.label)}
          >
            {words.add}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
