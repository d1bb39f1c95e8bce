/** What a command's end means: 0 it is well, 1 it is not, 2 wrong usage, 130 stopped by Ctrl-C. */
export const exitCode = { well: 0, failed: 1, usage: 2, interrupted: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
