import type { LinkedTrace } from '@waybill/console-api';
import { eventType } from './span-words.ts';

/** A link to another trace in words, seen from this one. */
export function linkWords(
  { name }: Pick<LinkedTrace, 'name'>,
  direction: 'causedBy' | 'ledTo',
): { relation: string; what: string } {
  const [operation = ''] = name.split(' ', 1);
  const isMessage = ['create', 'publish', 'process', 'dead_letter', 'replay'].includes(operation);
  const what = isMessage ? eventType({ name, step: 'process' })! : name;
  if (direction === 'causedBy') return { relation: 'caused by', what };
  return { relation: operation === 'replay' ? 'replayed as' : 'led to', what };
}
