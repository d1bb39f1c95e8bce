import { onTestFinished } from 'vitest'
import { createDatabase } from '../store/database.ts'
import { useDataFolder } from './process.ts'

/**
 * What a hub of a process needs: a data folder, and a database of its own that has the tables already. For tests that are about
 * neither: an embedded PostgreSQL would cost each program of them a second.
 */
export async function useHubEnvironment(): Promise<{ PRESSROOM_DATA: string; DATABASE_URL: string }> {
  const database = await createDatabase({ tables: 'hub' })
  onTestFinished(() => database.drop())
  return { PRESSROOM_DATA: useDataFolder(), DATABASE_URL: database.url }
}
