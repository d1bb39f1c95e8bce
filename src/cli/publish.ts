import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { PublishedFile } from '../operations/publish-file.ts'
import type { CommandContext } from './command-context.ts'
import { type CredentialOptions, readCredential } from './credential.ts'
import { addCredentialOptions } from './diagnose.ts'
import { withHub } from './hub-access.ts'
import { type HubPublishOptions, publishByHub } from './publish-hub.ts'
import { printable, type Terminal } from './terminal.ts'

interface PublishOptions extends CredentialOptions {
  readonly to: string[]
  readonly project?: string
  readonly status?: HubPublishOptions['status']
  readonly set?: readonly string[]
  readonly original?: string
  readonly source?: string
  readonly dryRun?: boolean
  readonly allowRoot?: string[]
  readonly json?: boolean
}

/** Articles are text; more is a mistake, such as a video. In bytes. */
const largestFile = 20 * 1024 * 1024

/**
 * `pressroom publish <files or folders…> --to <connection…|group|all>` through the hub, exactly once; or one file to the
 * address of a site that is not connected, with a user name, which keeps nothing and so cannot know the post later.
 */
export function addPublish(program: Command, context: CommandContext): void {
  const command = program
    .command('publish <paths...>')
    .description('Publish Markdown and HTML files with their images, as posts of native blocks')
    .requiredOption('--to <where...>', 'connections, groups, or all; with --username the address of one site')
    .option('--project <project>', 'id or name')
    .addOption(
      new Option('--status <status>', 'overrides the file; a draft where neither says').choices([
        'draft',
        'publish',
        'pending',
        'private',
        'future',
      ]),
    )
    .option('--set <option=value...>', 'how it is wanted for this once: categories=News author=jane format=html')
    .option('--original <connection>', 'has the original: the others name its address as canonical, and wait for it')
    .option('--source <name>', 'what the files are known by, in place of the git remote or the name of the folder')
    .option('--dry-run', 'say what would be done, and write nothing to a site')
    .option('--json', 'one JSON object a line')
  addCredentialOptions(command)
  command.action(async (paths: string[], options: PublishOptions) => {
    if (options.username === undefined && options.credentialStdin !== true) {
      await withHub(context, (client) => publishByHub(paths, options, client, context), { working: true })
      return
    }
    if (options.set !== undefined)
      throw new HubError('bad_input', '--set is for connected sites', {
        fix: 'Connect the site first: pressroom connect',
      })
    const [file, ...moreFiles] = paths
    const [address, ...moreSites] = options.to
    if (file === undefined || address === undefined || moreFiles.length > 0 || moreSites.length > 0) {
      throw new HubError(
        'bad_input',
        'With a user name, one file goes to one address; connect the sites to publish more',
      )
    }
    await publishOne(file, address, options, context)
  })
}

async function publishOne(
  file: string,
  address: string,
  options: PublishOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const text = await readArticle(file)
  const credential = await readCredential(options, terminal)
  const { publishFile } = await import('../operations/publish-file.ts')
  const operation = context.operation({ onProgress: ({ message }) => terminal.status(`${message}…`) })
  const published = await publishFile(operation, {
    site: { address, ...credential, fresh: false, allowRoots: options.allowRoot ?? [] },
    text,
    folder: dirname(resolve(file)),
    dryRun: options.dryRun ?? false,
    ...(options.status === undefined ? {} : { status: options.status }),
  }).finally(() => terminal.status(''))
  terminal.out(options.json === true ? JSON.stringify(published) : render(published, terminal))
}

async function readArticle(file: string): Promise<string> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new HubError('bad_input', `There is no file ${file}`, { cause })
  })
  if (!found.isFile()) throw new HubError('bad_input', `${file} is not a file`)
  if (found.size > largestFile)
    throw new HubError('bad_input', `${file} is larger than ${largestFile / 1024 / 1024} MB, which is no article`)
  return readFile(file, 'utf8')
}

function render(published: PublishedFile, terminal: Terminal): string {
  const { paint } = terminal
  const { id, title, status, url, edit, images, notes } = published
  const count = images.length === 1 ? '1 image' : `${images.length} images`
  const lines =
    id === null
      ? [paint('bold', `Would publish "${printable(title)}" as ${status}`), `  ${count} to upload, then one post`]
      : [
          paint(['green', 'bold'], `✓ "${printable(title)}" is on the site: ${printable(status)}, ${count}`),
          `  Edit  ${printable(edit ?? '')}`,
          `  View  ${printable(url ?? '')}`,
        ]
  return [...lines, ...notes.map((note) => `  ${paint('yellow', '•')} ${printable(note)}`)].join('\n')
}
