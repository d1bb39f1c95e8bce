import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { editor as words } from '../../texts/en/editor.ts'
import classes from './markdown-editor.module.css'

/** Asks what an image shows that was just put into the text. Nobody is interrupted: the cursor stays where it is. */
export function AltBar(props: {
  readonly alt: string
  readonly onAlt: (alt: string) => void
  readonly onDone: () => void
}) {
  const { alt, onAlt, onDone } = props
  const [typed, setTyped] = useState(alt)
  return (
    <form
      className={classes.alt}
      aria-label={words.altAsk}
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
      }}
    >
      <Text size="sm" role="status" className="visually-hidden">
        {words.altIn(alt)}
      </Text>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          label={words.altAsk}
          placeholder={words.altText}
          value={typed}
          maxLength={1000}
          onChange={({ currentTarget: { value } }) => {
            setTyped(value)
            onAlt(value)
          }}
        />
        <Button size="xs" type="submit" variant="default">
          {words.altDone}
        </Button>
      </Group>
    </form>
  )
}
