/** What is written into the first block: whose it is, and which state of it. */
export function markFields(mark: string, wantedHash: string): Record<string, string> {
  return { pressroom: mark, pressroomVersion: printOf(wantedHash) }
}

/** Whether a content is this very state of an article, whatever the site's filters did to the rest of it. */
export function carriesVersion(content: string, mark: string, wantedHash: string): boolean {
  return content.includes(`"pressroom":"${mark}","pressroomVersion":"${printOf(wantedHash)}"`)
}

/** The print of the state that a content with this mark is; null where it carries none. */
export function printIn(content: string, mark: string): string | null {
  return new RegExp(`"pressroom":"${mark}","pressroomVersion":"([0-9a-f]+)"`).exec(content)?.[1] ?? null
}

/** What a state of an article is known by on a site, wherever its file lies. */
export function printOf(wantedHash: string): string {
  return wantedHash.slice(0, 12)
}
