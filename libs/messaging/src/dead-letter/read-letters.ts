import type { StoredMessage, StreamReader } from '../transport/stream-transport.js';
import type { Position } from '../transport/transport.js';
import { readResolution, resolvedBy, toDeadLetter, type DeadLetter, type Resolved } from './dead-letter.js';
import {
  ALL_DEAD_SUBJECTS,
  DEAD_STREAM,
  letterSubjects,
  parseDeadSubject,
  resolutionSubject,
  resolutionSubjects,
} from './subjects.js';

export interface LetterFilter {
  consumer?: string;
  /** Resolved ones too. */
  all?: boolean;
  limit?: number;
  /** The id of a letter: only older ones, for the next page. */
  before?: string;
}

/** Newest first, read from the end of the stream: as much of it as it takes to find so many. */
export async function listLetters(
  reader: StreamReader,
  { consumer, all = false, limit = 100, before }: LetterFilter,
): Promise<DeadLetter[]> {
  const resolved = await reader.countBySubject(DEAD_STREAM, resolutionSubjects(consumer));
  const resolutionOf = (letter: DeadLetter) => resolutionSubject(letter.consumer, letter.id);
  const found: DeadLetter[] = [];
  for (let end = before; found.length < limit;) {
    const page = await reader.readPage(DEAD_STREAM, {
      filter: letterSubjects(consumer),
      limit,
      ...(end !== undefined && { from: { before: end } }),
    });
    const letters = page.reverse().map(toDeadLetter);
    found.push(...letters.filter((letter) => all || !(resolutionOf(letter) in resolved)));
    if (page.length < limit) break;
    end = letters.at(-1)!.id;
  }
  const listed = found.slice(0, limit);
  if (!all) return listed;
  return Promise.all(
    listed.map(async (letter) => {
      const subject = resolutionOf(letter);
      const resolution = subject in resolved ? await reader.readLast(DEAD_STREAM, subject) : undefined;
      return resolution ? resolvedBy(letter, resolution) : letter;
    }),
  );
}

/** What came to the stream of dead letters, oldest first. */
export interface DeadLetterChanges {
  changes: readonly DeadLetterChange[];
  /** Where the next call goes on; undefined if there is nothing more. */
  next: Position | undefined;
}

export type DeadLetterChange =
  | { kind: 'letter'; letter: DeadLetter }
  | { kind: 'resolution'; letterId: string; state: 'replayed' | 'discarded'; resolved: Resolved };

export async function changesAfter(
  reader: StreamReader,
  position: Position | undefined,
  limit: number,
): Promise<DeadLetterChanges> {
  const page = await reader.readPage(DEAD_STREAM, {
    filter: ALL_DEAD_SUBJECTS,
    from: position === undefined ? 'beginning' : { after: position },
    limit,
  });
  return { changes: page.flatMap(changeIn), next: page.at(-1)?.position };
}

function changeIn(message: StoredMessage): DeadLetterChange[] {
  const subject = parseDeadSubject(message.subject);
  if (subject?.kind === 'letter') return [{ kind: 'letter', letter: toDeadLetter(message) }];
  if (subject?.kind !== 'resolution') return [];
  return [{ kind: 'resolution', letterId: subject.letterId, ...readResolution(message) }];
}
