/** What is written into the first block: whose it is, and which state of it. */
export function markFields(mark: string, wantedHash: string): Record<string, string> {
  return { pressroom: mark, pressroomVersion: versionOf(wantedHash) }
}

/** Whether a content is this very state of an article, whatever the site's filters did to the rest of it. */
export function carriesVersion(content: string, mark: string, wantedHash: string): boolean {
  return content.includes(`"pressroom":"${mark}","pressroomVersion":"${versionOf(wantedHash)}"`)
}

function versionOf(wantedHash: string): string {
  return wantedHash.slice(0, 12)
}
