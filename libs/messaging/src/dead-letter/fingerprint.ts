import { createHash } from 'node:crypto';
import type { FailedAttempt } from '../inbox/attempts.sql.js';

type LetterError = Pick<FailedAttempt['error'], 'name' | 'message' | 'code'>;

/** Enough to tell two errors apart; a longer message is mostly what somebody else's server said. */
const LONGEST = 200;

/** A quoted part, also one that the record's limit has cut off. Not the apostrophe of a word. */
const QUOTED = /"[^"]*(?:"|…$)|`[^`]*(?:`|…$)|(?<!\p{L})'[^']*(?:'(?!\p{L})|…$)|[“„][^”“]*(?:[”“]|…$)/gu;
/** A word with a digit in it: a number, a UUID, a time, `order-17`. */
const WITH_DIGIT = /[\p{L}\p{N}_-]*\p{N}[\p{L}\p{N}_-]*/gu;
/** `#.#.#.#:#`, `#, #, #`: an address, a time or a list is one thing. */
const SERIES = /#(?:(?:[.:+/@]|,? )#)+/g;

/**
 * What an error has in common with others of its cause: name, code and message, the message without what differs from
 * one event to the next (numbers, ids, times, quoted text). A pure function of the letter, so that old letters and every
 * process give the same; a change of it regroups them.
 */
export function errorPattern({ name, message, code }: LetterError): string {
  const pattern = message
    .replace(QUOTED, '#')
    .replace(WITH_DIGIT, '#')
    .replace(/\s+/g, ' ')
    .replace(SERIES, '#')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
  const head = code !== undefined && code !== name ? `${name} (${code})` : name;
  return pattern === '' ? head : `${head}: ${pattern}`;
}

/** Twelve hexadecimal digits for one consumer, event type and `errorPattern`. */
export function letterGroup(letter: { consumer: string; type: string; error: LetterError }): string {
  const { consumer, type, error } = letter;
  return createHash('sha256')
    .update(JSON.stringify([consumer, type, errorPattern(error)]))
    .digest('hex')
    .slice(0, 12);
}
