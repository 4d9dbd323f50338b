import type { LinkedTrace, TraceDetail } from '@waybill/console-api';
import { eventType } from './span-words.ts';

/** A link to another trace, seen from this one. */
export interface DirectedLink {
  link: LinkedTrace;
  direction: keyof TraceDetail['linked'];
}

/** The links of a trace, first to what caused it. */
export function linksOf({ causedBy, ledTo }: TraceDetail['linked']): DirectedLink[] {
  return [
    ...causedBy.map((link) => ({ link, direction: 'causedBy' as const })),
    ...ledTo.map((link) => ({ link, direction: 'ledTo' as const })),
  ];
}

/** A link in words. */
export function linkWords(
  { name }: Pick<LinkedTrace, 'name'>,
  direction: DirectedLink['direction'],
): { relation: string; what: string } {
  const [operation = ''] = name.split(' ', 1);
  const isMessage = ['create', 'publish', 'process', 'dead_letter', 'replay'].includes(operation);
  const what = isMessage ? eventType({ name, step: 'process' })! : name;
  if (direction === 'causedBy') return { relation: 'caused by', what };
  return { relation: operation === 'replay' ? 'replayed as' : 'led to', what };
}
