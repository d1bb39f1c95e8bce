import { ActionIcon, Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { CodeBox } from '../../shared/code-box.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import type { Content } from './content.ts'
import type { FieldsProps } from './field-sections.tsx'

type Value = Content['fields'][string]

/** Fields of WordPress or ACF, by their names; and what else the file of the article said. */
export function CustomFields({ content, edit, readOnly }: FieldsProps) {
  const { fields, extra } = content
  const [name, setName] = useState('')
  const set = (key: string, value: Value): void => edit({ fields: { ...fields, [key]: value } })
  const add = (): void => {
    if (name.trim() === '' || Object.hasOwn(fields, name.trim())) return
    set(name.trim(), '')
    setName('')
  }
  return (
    <Section title={words.fields} text={words.fieldsText}>
      <Stack gap="sm">
        {Object.entries(fields).map(([key, value]) => (
          <Group key={key} align="flex-end" wrap="nowrap" gap="xs">
            <Textarea
              label={plain(key, 80)}
              value={typeof value === 'string' ? value : JSON.stringify(value)}
              onChange={({ currentTarget }) => set(key, readValue(currentTarget.value))}
              autosize
              maxRows={8}
              flex={1}
              readOnly={readOnly}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={words.fieldRemove(plain(key, 80))}
                onClick={() =>
                  edit({ fields: Object.fromEntries(Object.entries(fields).filter(([one]) => one !== key)) })
                }
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              add()
            }}
          >
            <Group align="flex-end" gap="xs">
              <TextInput
                label={words.fieldName}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
                maxLength={255}
              />
              <Button type="submit" variant="default">
                {words.fieldAdd}
              </Button>
            </Group>
          </form>
        )}
        {Object.keys(extra).length > 0 && (
          <details>
            <summary>{words.extra}</summary>
            <p className="soft">{words.extraText}</p>
            <CodeBox text={JSON.stringify(extra, null, 2)} what={words.extra} />
          </details>
        )}
      </Stack>
    </Section>
  )
}

/** Texts stay texts; lists and objects are read as JSON once they are whole. */
function readValue(text: string): Value {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as Value
  } catch {
    // Not whole yet: kept as it was typed.
    return text
  }
}
