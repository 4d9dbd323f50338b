import type { MessageProgress } from '@waybill/console-api';

/**
 * Whether every message is settled by everyone who has to handle it; undefined where one is not known to be, and
 * nobody answers who would know.
 */
export function completenessOf(messages: readonly MessageProgress[]): boolean | undefined {
  if (messages.every(({ complete }) => complete)) return true;
  const open = messages.filter(({ complete }) => !complete).flatMap(({ consumers }) => consumers);
  const isUnsettled = open.some(({ state }) => state === 'pending' || state === 'retrying');
  return isUnsettled || !open.some(({ state }) => state === 'unknown') ? false : undefined;
}
