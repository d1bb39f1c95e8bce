import { os } from '@orpc/server'
import type { OperationContext } from './context.ts'

/** What every operation says of itself, for all faces alike. */
export interface OperationMeta {
  /** Who may call it. `anybody` needs no login. */
  readonly permission: 'anybody' | 'viewer' | 'editor' | 'owner' | 'admin'
  /** As for connectors' actions: whether a repeat is harmless. */
  readonly effect: 'read' | 'idempotent' | 'append' | 'destructive'
}

/** The start of every operation: `operation({permission, effect}).input(…).output(…).handler(…)`. */
export const operation = os
  .$context<OperationContext>()
  .$meta<OperationMeta>({ permission: 'owner', effect: 'destructive' })
