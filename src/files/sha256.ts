import { createHash } from 'node:crypto'

/** Hexadecimal. Reads a large file piece by piece. */
export async function sha256Of(file: Blob): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.stream()) hash.update(chunk)
  return hash.digest('hex')
}
