import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { shared } from '../texts/en/shared.ts'

export interface Question {
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly text: ReactNode
  /** The verb on the button: "Delete". */
  readonly action: string
  /** For what cannot be undone: red. */
  readonly danger?: boolean
  /** For what is worst: this has to be typed first. */
  readonly typed?: { readonly label: string; readonly value: string }
}

type Ask = (question: Question) => Promise<boolean>

const AskContext = createContext<Ask>(async () => false)

/** Asks before something happens: `if (await confirm({title, text, action})) …`. Escape, a click beside it and the browser's own way back are no. */
export function useConfirm(): Ask {
  return useContext(AskContext)
}

/** Holds the one dialog; stands once around the app. */
export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState<{ question: Question; answer: (yes: boolean) => void } | null>(null)
  const [typed, setTyped] = useState('')
  const ask = useCallback<Ask>(
    (question) =>
      new Promise((answer) => {
        setTyped('')
        setAsked({ question, answer })
        setOpen(true)
      }),
    [],
  )
  const close = (yes: boolean) => {
    asked?.answer(yes)
    setOpen(false)
  }
  useEffect(() => {
    if (!open) return
    const leave = (): void => {
      asked?.answer(false)
      setOpen(false)
    }
    addEventListener('popstate', leave)
    return () => removeEventListener('popstate', leave)
  }, [open, asked])
  const question = asked?.question
  const ready = question?.typed === undefined || question.typed.value === typed.trim()
  return (
    <AskContext value={ask}>
      {children}
      <Modal
        opened={open}
        onClose={() => close(false)}
        title={question?.title}
        centered
        closeButtonProps={{ 'aria-label': shared.close }}
      >
        <Stack
          component="form"
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) close(true)
          }}
        >
          <Text component="div">{question?.text}</Text>
          {question?.typed !== undefined && (
            <TextInput
              label={question.typed.label}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              autoComplete="off"
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(false)} data-autofocus>
              {shared.cancel}
            </Button>
            <Button {...(question?.danger === true ? { color: 'red' } : {})} type="submit" disabled={!ready}>
              {question?.action}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </AskContext>
  )
}
