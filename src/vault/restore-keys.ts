import { keyFileOf, readKeyFile, replaceKeyFile } from './key-file.ts'
import { unwrapKeys } from './wrap.ts'

/**
 * Puts the wrapped keys of a backup first into the key file of a data folder; those that it had stay behind them.
 * Throws `key_wrong` for another passphrase, before anything is written.
 */
export async function restoreKeyFile(folder: string, wrapped: string, passphrase: string): Promise<void> {
  const restored = await unwrapKeys(wrapped, passphrase)
  const file = keyFileOf(folder)
  const present = (readKeyFile(file) ?? []).filter(({ id }) => !restored.some((key) => key.id === id))
  replaceKeyFile(file, [...restored, ...present])
}
