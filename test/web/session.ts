import type { User } from '../../src/accounts/users.ts'
import { Browser } from '../hub/browser.ts'
import { password } from '../hub/people.ts'

const sessions = new Map<string, Promise<Browser>>()

/** Somebody who is logged in, for calls beside the pages. One login a person: more of them a minute are refused. */
export function sessionOf(url: string, user: User): Promise<Browser> {
  const key = `${url} ${user.email}`
  const standing = sessions.get(key) ?? logIn(url, user)
  sessions.set(key, standing)
  return standing
}

async function logIn(url: string, user: User): Promise<Browser> {
  const browser = new Browser(url)
  await browser.login(user.email, password)
  return browser
}
