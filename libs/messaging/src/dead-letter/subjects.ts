/**
 * The `DEAD` stream, one subject per letter and per resolution:
 *
 *   dead.letter.<consumer>.<domain>.<event>   a message that a consumer gave up on
 *   dead.settled.<consumer>.<letter id>       what was done about that letter, whose id is its position
 *
 * The subject of a resolution takes only one message, ever (the broker compares and sets), so a letter is either
 * replayed or discarded, once, however often and from wherever that is requested. A replay is that message: the record
 * and the delivery are one.
 */
export const DEAD_STREAM = 'DEAD';
export const ALL_DEAD_SUBJECTS = 'dead.>';

export function letterSubject(consumer: string, type: string): string {
  return `dead.letter.${consumer}.${type}`;
}

export function resolutionSubject(consumer: string, letterId: string): string {
  return `dead.settled.${consumer}.${letterId}`;
}

/** The message id of a replay: its attempts are counted apart from those of the message that it repeats. */
export function replayId(letterId: string): string {
  return `replay:${letterId}`;
}

/** The message id of the letter of a delivery: one letter each, however often it is stored. */
export function letterMessageId(consumer: string, deliveredId: string): string {
  return `dead:${consumer}:${deliveredId}`;
}

/** The letter whose replay failed, if this is the message id of the letter of a replay. */
export function replayedLetterIn(messageId: string): string | undefined {
  return /^dead:[^:]+:replay:(.+)$/.exec(messageId)?.[1];
}

/** The letters of one consumer, or of all. */
export function letterSubjects(consumer = '*'): string {
  return `dead.letter.${consumer}.>`;
}

/** The resolutions of one consumer, or of all; a consumer receives its replays from these. */
export function resolutionSubjects(consumer = '*'): string {
  return `dead.settled.${consumer}.>`;
}

export type DeadSubject =
  | { kind: 'letter'; consumer: string; type: string }
  | { kind: 'resolution'; consumer: string; letterId: string };

export function parseDeadSubject(subject: string): DeadSubject | undefined {
  const [dead, kind, consumer, ...rest] = subject.split('.');
  if (dead !== 'dead' || !consumer || rest.length === 0) return undefined;
  if (kind === 'letter') return { kind, consumer, type: rest.join('.') };
  if (kind === 'settled') return { kind: 'resolution', consumer, letterId: rest.join('.') };
  return undefined;
}
