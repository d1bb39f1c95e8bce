import { confirm, isCancel, password, select, text } from '@clack/prompts'
import { HubError } from '../errors/hub-error.ts'

// Prompts go to standard error, so that standard output stays a command's result.
const output = process.stderr

export async function askPassword(message: string): Promise<string> {
  return answered(await password({ message, output, validate: required }))
}

export async function askText(message: string, placeholder?: string): Promise<string> {
  return answered(
    await text({ message, output, validate: required, ...(placeholder === undefined ? {} : { placeholder }) }),
  )
}

/** An empty answer means: the default. */
export async function askOptionalText(message: string, placeholder: string): Promise<string | undefined> {
  return answered(await text({ message, output, placeholder })).trim() || undefined
}

/** For what cannot be undone: no unless yes was said. */
export async function askYes(message: string): Promise<boolean> {
  const said = await confirm({ message, output, initialValue: false })
  if (isCancel(said)) throw new HubError('cancelled', 'Cancelled')
  return said
}

export async function askChoice<T extends string>(
  message: string,
  choices: readonly { readonly value: T; readonly label: string; readonly hint?: string }[],
): Promise<T> {
  const options = choices.map(({ value, label, hint }) => ({ value, label, ...(hint === undefined ? {} : { hint }) }))
  const chosen = await select<string>({ message, output, options })
  const value = answered(chosen)
  const found = choices.find((choice) => choice.value === value)
  if (found === undefined) throw new HubError('cancelled', 'Nothing was chosen')
  return found.value
}

function required(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? 'Please type something, or press Ctrl-C to stop.' : undefined
}

function answered(value: string | symbol): string {
  if (isCancel(value) || typeof value === 'symbol') throw new HubError('cancelled', 'Cancelled')
  return value
}
