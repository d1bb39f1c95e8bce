import { isCancel, password, text } from '@clack/prompts'
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

function required(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? 'Please type something, or press Ctrl-C to stop.' : undefined
}

function answered(value: string | symbol): string {
  if (isCancel(value) || typeof value === 'symbol') throw new HubError('cancelled', 'Cancelled')
  return value
}
