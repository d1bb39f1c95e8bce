import type { HubClient } from './hub-access.ts'
import { printable, type Terminal } from './terminal.ts'

export type Delivery = Awaited<ReturnType<HubClient['webhooks']['test']>>

const styles = { delivered: 'green', refused: 'red', exhausted: 'red', waiting: 'yellow', sending: 'yellow' } as const

/** A delivery with its attempts. */
export function describeDelivery(delivery: Delivery, { paint }: Terminal): string {
  const { id, type, messageId, state, log, nextAt } = delivery
  return [
    `${paint(styles[state], state)} ${paint('bold', printable(type))} ${paint('dim', `${id} ${messageId}`)}`,
    ...log.flatMap(({ at, reason, ms, answer }) => [
      `  ${paint('dim', at)} ${printable(reason)} ${paint('dim', `${ms} ms`)}`,
      ...(answer === null || answer === ''
        ? []
        : printable(answer)
            .split('\n')
            .map((line) => `      ${line}`)),
    ]),
    ...(nextAt === null ? [] : [`  next ${nextAt}`]),
  ].join('\n')
}
