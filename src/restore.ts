import type { Settings } from './config/settings-table.ts'
import { HubError } from './errors/hub-error.ts'
import { inspectBackup, restoreBackup } from './store/backup/restore-backup.ts'
import { reachDataFolder } from './store/data-folder.ts'
import { openStore } from './store/open-store.ts'
import { restoreKeyFile } from './vault/restore-keys.ts'

export interface RestoreRequest {
  readonly file: string
  /** Opens the key in the backup; without one, the key has to be here already. */
  readonly passphrase: string | null
  /** Also over a hub that has projects or accounts, which are lost then. */
  readonly replace: boolean
}

export interface Restored {
  readonly createdAt: string
  readonly version: string
  readonly keyRestored: boolean
}

/** Puts a backup in the place of what this data folder has. No hub may run on it. */
export async function restoreHub(settings: Settings, request: RestoreRequest): Promise<Restored> {
  const header = await inspectBackup(request.file)
  const reached = await reachDataFolder(settings.data)
  if (reached.kind === 'hub') {
    throw new HubError('data_folder_busy', `A hub is running on ${settings.data}`, {
      fix: 'Stop it, restore, and start it again.',
    })
  }
  const { folder } = reached
  try {
    const { wrappedKey } = header
    if (request.passphrase !== null && wrappedKey === null) {
      throw new HubError('bad_input', 'This backup has no key in it, so no passphrase is needed')
    }
    if (request.passphrase !== null && settings.key !== null) {
      throw new HubError('bad_input', 'PRESSROOM_KEY is set, so the key in the backup would not be used', {
        fix: 'Unset PRESSROOM_KEY to use the key of the backup, or leave the passphrase out if PRESSROOM_KEY is that key.',
      })
    }
    // Before the data: a wrong passphrase changes nothing.
    if (request.passphrase !== null && wrappedKey !== null)
      await restoreKeyFile(folder.path, wrappedKey, request.passphrase)
    const store = await openStore({ databaseUrl: settings.databaseUrl, folder, migrated: false })
    try {
      await restoreBackup(store, request.file, { replace: request.replace })
    } finally {
      await store.close()
    }
    return { createdAt: header.createdAt, version: header.version, keyRestored: request.passphrase !== null }
  } finally {
    folder.release()
  }
}
