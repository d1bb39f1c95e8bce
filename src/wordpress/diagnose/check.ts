import type { Evidence } from './evidence.ts'

/** Where a failure sits, from the network inwards. Checks run in this order; an outer layer that explains the failure ends the search. */
export const layers = ['network', 'tls', 'edge', 'host', 'wordpress', 'rest', 'login', 'role'] as const
export type Layer = (typeof layers)[number]

/** Lines to put somewhere, for one kind of server. */
export interface Snippet {
  /** Apache, nginx, Plesk, cPanel, LiteSpeed… */
  readonly server: string
  /** The file or the page of the control panel where the lines go. */
  readonly where: string
  readonly lines: string
}

/** What a check concluded. */
export interface Finding {
  readonly verdict: 'refused' | 'unavailable' | 'not-wordpress'
  /** 0 to 1. From 0.8 on: the signature is unmistakable, or an oracle decided. Under 0.5: a hint. */
  readonly confidence: number
  /** Why, with what was seen; a sentence or two. */
  readonly cause: string
  /** What the owner of the site does about it. */
  readonly fix: string
  readonly snippets?: readonly Snippet[]
  /** What to ask the host for, as sentences of a letter. Layers that are the host's get a letter without it too. */
  readonly askHost?: string
  /** `false` where approving with one click would not help. */
  readonly oneClick?: false
  /** Overrides the check's title where more is known. */
  readonly title?: string
}

/** One failure class: `code` is the id of the class in docs/diagnosis.md. One file each. */
export interface Check {
  readonly code: string
  readonly layer: Layer
  /** One sentence, no full stop. */
  readonly title: string
  /** The finding when this class is what was met, else `null`. May ask the site more through `evidence.ask`, which asks each question once. */
  look(evidence: Evidence): Finding | null | Promise<Finding | null>
}

/** An adaptation that was needed or a harmless restriction that was seen. Notes never spoil a verdict. */
export interface Note {
  readonly code: string
  readonly message: string
}

export interface NoteCheck {
  readonly code: string
  look(evidence: Evidence): string | null | Promise<string | null>
}
