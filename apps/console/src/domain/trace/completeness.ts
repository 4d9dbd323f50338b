import type { ConsumerState, MessageProgress } from '@waybill/console-api';

const KNOWN_OPEN: ReadonlySet<ConsumerState> = new Set([
  'pending',
  'waiting',
  'retrying',
  'dead-lettered',
  'lost',
]);

/**
 * Whether every message was seen to be handled by everyone who has to handle it; undefined where nobody is known to
 * have one open or lost, and nobody can tell who would know.
 *
 * @param all there is no message beside these
 */
export function completenessOf(messages: readonly MessageProgress[], all: boolean): boolean | undefined {
  if (all && messages.every(({ complete }) => complete)) return true;
  const open = messages.filter(({ complete }) => !complete).flatMap(({ consumers }) => consumers);
  return open.some(({ state }) => KNOWN_OPEN.has(state)) ? false : undefined;
}
