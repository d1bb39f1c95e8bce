import { readFileSync } from 'node:fs'

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** This program's name, as sites see it in the list of a user's application passwords. */
export const productName = 'Pressroom'

/** The version in package.json. */
export const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0.0.0'

/** Where people can read what is calling them; a hub with a public address puts its own in the User-Agent instead. */
const projectUrl = 'https://github.com/pressroom/pressroom'

/** How we name ourselves on every request, so that a host can allow us by name. */
export function userAgent(publicUrl: string = projectUrl): string {
  return `${productName}/${version} (+${publicUrl})`
}
