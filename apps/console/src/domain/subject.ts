import { matchesSubject } from '@waybill/messaging/operations';

/** `order.placed` and 1 of `order.placed.v1.express.3`. A subject of another form is its own type. */
export function eventOf(subject: string): { type: string; version?: number } {
  const match = /^([^.]+\.[^.]+)\.v(\d+)\./.exec(subject);
  return match ? { type: match[1]!, version: Number(match[2]) } : { type: subject };
}

export function matchesAny(filters: readonly string[], subject: string): boolean {
  return filters.some((filter) => matchesSubject(filter, subject));
}
