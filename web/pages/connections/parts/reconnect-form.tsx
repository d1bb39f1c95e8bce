import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useProject } from '../../../shell/project-layout.tsx'
import { connection as words } from '../../../texts/en/connection.ts'
import { fieldErrors } from '../actions/field-errors.ts'
import { FormProvider } from '../actions/form-context.ts'
import { objectOf, type Values } from '../actions/schema.ts'
import { SchemaForm } from '../actions/schema-form.tsx'
import type { Connection } from '../connection-page.tsx'
import { OtherHost, useOtherHost } from '../other-host.tsx'
import { Refusal } from '../refusal.tsx'

type Method = Outputs['connectors']['get']['methods'][number]

/** Known already, asked for elsewhere, or for those who connect for the first time. */
const known = ['address', 'allowRoots', 'fresh']
const none = new Map<string, readonly string[]>()

/** What a method asks for, once more. Nothing of it is kept in the browser. */
export function ReconnectForm(props: {
  readonly connection: Connection
  readonly method: Method
  readonly onDone: () => void
}) {
  const { connection, method, onDone } = props
  const { id: project } = useProject()
  const asked = Object.entries(objectOf(method.input.properties)).filter(([name]) => !known.includes(name))
  const schema = { ...method.input, properties: Object.fromEntries(asked) }
  const takesUser = asked.some(([name]) => name === 'username')
  const [values, setValues] = useState<Values>(
    takesUser && connection.account !== null ? { username: connection.account } : {},
  )
  const attempt = useOperation(orpc.connections.reconnect.call, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.diagnoses.key(), orpc.fleet.key()],
    onDone: (answer) => {
      if (answer.connection !== null) onDone()
    },
  })
  const other = useOtherHost([attempt.data?.diagnosis])
  const context = {
    connection: connection.id,
    root: schema,
    values,
    lookupInputs: none,
    errors: attempt.error === null ? {} : fieldErrors(attempt.error),
    change: (part: Values) => setValues({ ...values, ...part }),
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        attempt.mutate({
          project,
          connection: connection.id,
          method: method.name,
          input: { ...values, ...other.input },
        })
      }}
    >
      <Stack gap="md">
        <FormProvider value={context}>
          <SchemaForm schema={schema} values={values} onChange={setValues} />
        </FormProvider>
        <OtherHost other={other} />
        {attempt.error !== null && <ProblemPanel error={attempt.error} />}
        {attempt.data?.connection === null && !attempt.isPending && <Refusal diagnosis={attempt.data.diagnosis} />}
        <Group>
          <Button type="submit" loading={attempt.isPending}>
            {words.reconnect}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
