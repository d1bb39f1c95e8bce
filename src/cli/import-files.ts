import { HubError } from '../errors/hub-error.ts'
import type { ArticleFile } from '../operations/article-files.ts'
import type { CommandContext } from './command-context.ts'
import type { HubClient } from './hub-access.ts'

/** What became of one article of the files. */
export type ImportedFile = Awaited<ReturnType<HubClient['articles']['import']>>['files'][number]

/** One call carries at most so many files, and about so many characters. */
const filesAtOnce = 50
const charactersAtOnce = 24 * 1024 * 1024

/** Gives files and folders to the hub as articles, in parts. One that cannot be read fails for itself. */
export async function* importFiles(
  paths: readonly string[],
  options: {
    readonly project?: string | undefined
    readonly dryRun?: boolean | undefined
    /** What the files are known by, in place of the git remote or the folder's name. */
    readonly source?: string | undefined
  },
  client: HubClient,
  { terminal }: CommandContext,
): AsyncGenerator<ImportedFile> {
  const { findArticleFiles, readArticleFile } = await import('../operations/article-files.ts')
  for (const { source, root, place, files, along } of await findArticleFiles(paths, options.source)) {
    const origin = { source, place, moved: options.source !== undefined }
    let batch: ArticleFile[] = []
    let size = 0
    const send = async (): Promise<ImportedFile[]> => {
      if (batch.length === 0) return []
      const { project, dryRun } = options
      const sent = await client.articles.import({ project, ...origin, files: batch, along: [...along], dryRun })
      batch = []
      size = 0
      return sent.files
    }
    for (const file of files) {
      terminal.status(`Reading ${file}`)
      try {
        const read = await readArticleFile(root, file)
        const length = read.text.length + Object.values(read.images).reduce((sum, image) => sum + image.length, 0)
        if (batch.length === filesAtOnce || size + length > charactersAtOnce) yield* await send()
        batch.push(read)
        size += length
      } catch (thrown) {
        // One bad file never holds up the others.
        if (!(thrown instanceof HubError) || thrown.code === 'cancelled') throw thrown
        const { code, message, fix } = thrown
        yield { path: file, article: null, change: 'failed', notes: [], error: { code, message, fix } }
      }
    }
    yield* await send()
  }
  terminal.status('')
}
