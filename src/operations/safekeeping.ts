import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { version } from '../config/product.ts'
import { HubError } from '../errors/hub-error.ts'
import { writeBackupFile } from '../store/backup/write-backup.ts'
import { resealAll } from '../store/sealed-columns.ts'
import { hubOperation } from './operation.ts'

/** Operations that keep the hub's data and its key safe. */
export const safekeeping = {
  backup: hubOperation({ permission: 'admin', effect: 'idempotent', people: true })
    .route({
      method: 'POST',
      path: '/instance/backup',
      tags: ['Instance'],
      summary: 'Write a backup into a file of the machine that the hub runs on',
      description: 'Only for whoever owns the data folder, from the command line: the file is written by the hub.',
    })
    .input(
      z.object({
        file: z.string().min(1).max(4096).refine(isAbsolute, 'is an absolute path'),
        passphrase: z
          .string()
          .min(8)
          .max(1024)
          .optional()
          .describe('Wraps the key into the backup; without it the key is left out'),
      }),
    )
    .output(z.object({ file: z.string(), createdAt: z.string(), tables: z.number(), keyIncluded: z.boolean() }))
    .handler(async ({ input, context }) => {
      if (context.actor.kind !== 'local')
        throw new HubError('forbidden', 'A backup is written from the command line of the machine itself')
      const { store, vault } = await context.hub()
      const wrappedKey = input.passphrase === undefined ? null : await vault.wrap(input.passphrase)
      const header = await writeBackupFile(store, input.file, { version, wrappedKey })
      return {
        file: input.file,
        createdAt: header.createdAt,
        tables: header.tables.length,
        keyIncluded: wrappedKey !== null,
      }
    }),

  rotateKey: hubOperation({ permission: 'admin', effect: 'idempotent', people: true })
    .route({
      method: 'POST',
      path: '/instance/rotate-key',
      tags: ['Instance'],
      summary: 'Seal every credential with a new key, and forget the old one',
    })
    .output(z.object({ keyId: z.string(), resealed: z.number() }))
    .handler(async ({ context }) => {
      const { store, vault } = await context.hub()
      vault.startRotation()
      const { count, failed } = await resealAll(store.db, vault.reseal)
      if (failed.length > 0) {
        throw new HubError(
          'sealed_damaged',
          `${failed.length} sealed values could not be opened, so the old key is kept`,
          { evidence: failed },
        )
      }
      vault.finishRotation()
      return { keyId: vault.keyId, resealed: count }
    }),
}
