import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'
import { readSecretLine } from './credential.ts'
import { withHub } from './hub-access.ts'

interface Options {
  readonly passphraseStdin?: boolean
  readonly replace?: boolean
}

/** `pressroom backup <file>` and `pressroom restore <file>`. */
export function addBackup(program: Command, context: CommandContext): void {
  const { terminal } = context
  program
    .command('backup <file>')
    .description('Write everything the hub has into one file, while it goes on working')
    .option('--passphrase-stdin', 'put the key into the file too, wrapped with the passphrase on standard input')
    .action(async (file: string, options: Options) => {
      const passphrase = await readPassphrase(options)
      await withHub(context, async (client) => {
        const written = await client.safekeeping.backup({ file: resolve(file), passphrase })
        terminal.out(`Wrote ${written.file}`)
        if (!written.keyIncluded) {
          terminal.err(
            'The key is not in it: keep PRESSROOM_KEY or the key file of the data folder as well, or give --passphrase-stdin.',
          )
        }
      })
    })

  program
    .command('restore <file>')
    .description('Put a backup in the place of what the data folder has; no hub may run on it')
    .option('--passphrase-stdin', 'the passphrase that opens the key in the file, on standard input')
    .option('--replace', 'also over a hub that has projects or accounts, which are lost then')
    .action(async (file: string, options: Options) => {
      const passphrase = (await readPassphrase(options)) ?? null
      const restored = await context.restore({ file: resolve(file), passphrase, replace: options.replace ?? false })
      terminal.out(`Restored the backup of ${restored.createdAt}, written by Pressroom ${restored.version}`)
      if (!restored.keyRestored)
        terminal.err(
          'The key was not in it, or not opened: the hub starts only with the key that the backup was sealed with.',
        )
    })
}

async function readPassphrase(options: Options): Promise<string | undefined> {
  return options.passphraseStdin === true ? await readSecretLine('passphrase') : undefined
}
