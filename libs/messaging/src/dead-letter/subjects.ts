/**
 * The `DEAD` stream, one subject per letter and per answer to it:
 *
 *   dead.letter.<consumer>.<domain>.<event>   a message that a consumer gave up on
 *   dead.settled.<consumer>.<sequence>        what was done about the letter at that sequence
 *
 * A settled subject takes one message only, ever (the broker compares and sets), so replay and discard
 * of one letter happen once between them, however often and from wherever they are asked for. A replay
 * is that message: the record and the delivery are one.
 */
export const DEAD_STREAM = 'DEAD';
export const ALL_DEAD_SUBJECTS = 'dead.>';

export function letterSubject(consumer: string, type: string): string {
  return `dead.letter.${consumer}.${type}`;
}

export function settledSubject(consumer: string, sequence: number): string {
  return `dead.settled.${consumer}.${sequence}`;
}

/** What a replay is delivered and counted under: its attempts are its own, beside those of the message that it repeats. */
export function replayId(letterId: string): string {
  return `replay:${letterId}`;
}

/** What a consumer listens to for replays. */
export function settledFilter(consumer: string): string {
  return `dead.settled.${consumer}.>`;
}

/** All that concerns the letters of one consumer, or of all. */
export function deadSubjects(consumer?: string): string {
  return consumer === undefined ? ALL_DEAD_SUBJECTS : `dead.*.${consumer}.>`;
}

/** The answers among them. */
export function settledSubjects(consumer = '*'): string {
  return `dead.settled.${consumer}.>`;
}

export type DeadSubject =
  | { kind: 'letter'; consumer: string; type: string }
  | { kind: 'settled'; consumer: string; sequence: number };

export function parseDeadSubject(subject: string): DeadSubject | undefined {
  const [dead, kind, consumer, ...rest] = subject.split('.');
  if (dead !== 'dead' || !consumer || rest.length === 0) return undefined;
  if (kind === 'letter') return { kind, consumer, type: rest.join('.') };
  if (kind === 'settled') return { kind, consumer, sequence: Number(rest[0]) };
  return undefined;
}
