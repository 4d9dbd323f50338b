/**
 * The `DEAD` stream, one subject per letter and per answer to it:
 *
 *   dead.letter.<service>.<consumer>.<domain>.<event>   a message that a consumer gave up on
 *   dead.settled.<service>.<consumer>.<sequence>        what was done about the letter at that sequence
 *
 * A settled subject takes one message only, ever (the broker compares and sets), so replay and discard
 * of one letter happen once between them, however often and from wherever they are asked for. A replay
 * is that message: the record and the delivery are one.
 */
export const DEAD_STREAM = 'DEAD';
export const ALL_DEAD_SUBJECTS = 'dead.>';

export function letterSubject(service: string, consumer: string, type: string): string {
  return `dead.letter.${service}.${consumer}.${type}`;
}

export function settledSubject(service: string, consumer: string, sequence: number): string {
  return `dead.settled.${service}.${consumer}.${sequence}`;
}

/** What a replay is delivered and counted under: its attempts are its own, beside those of the message that it repeats. */
export function replayId(letterId: string): string {
  return `replay:${letterId}`;
}

/** What a service's replay consumer listens to. */
export function settledFilter(service: string): string {
  return `dead.settled.${service}.>`;
}

/** All that concerns the letters of one consumer, or of all. */
export function deadSubjects(consumer?: string): string {
  return consumer === undefined ? ALL_DEAD_SUBJECTS : `dead.*.*.${consumer}.>`;
}

/** The answers among them. */
export function settledSubjects(consumer = '*'): string {
  return `dead.settled.*.${consumer}.>`;
}

export type DeadSubject =
  | { kind: 'letter'; service: string; consumer: string; type: string }
  | { kind: 'settled'; service: string; consumer: string; sequence: number };

export function parseDeadSubject(subject: string): DeadSubject | undefined {
  const [dead, kind, service, consumer, ...rest] = subject.split('.');
  if (dead !== 'dead' || !service || !consumer || rest.length === 0) return undefined;
  if (kind === 'letter') return { kind, service, consumer, type: rest.join('.') };
  if (kind === 'settled') return { kind, service, consumer, sequence: Number(rest[0]) };
  return undefined;
}
