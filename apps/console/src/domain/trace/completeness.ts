import type { ConsumerState, MessageProgress } from '@waybill/console-api';

const KNOWN_OPEN: ReadonlySet<ConsumerState> = new Set([
  'pending',
  'waiting',
  'retrying',
  'dead-lettered',
  'lost',
]);

/**
 * Whether every message is known to be handled by every consumer that has to handle it; undefined if none is known to be
 * open or lost, and a service that would know does not respond.
 *
 * @param all there is no message beside these
 */
export function completenessOf(messages: readonly MessageProgress[], all: boolean): boolean | undefined {
  if (all && messages.every(({ complete }) => complete)) return true;
  const open = messages.filter(({ complete }) => !complete).flatMap(({ consumers }) => consumers);
  return open.some(({ state }) => KNOWN_OPEN.has(state)) ? false : undefined;
}
