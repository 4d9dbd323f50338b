import type { EventContract, Lane } from './define-event.js';
import { PARTITIONS } from './define-event.js';

/**
 * FNV-1a, 32 bit, over UTF-16 code units: stable across processes, languages and releases, unlike
 * anything that the runtime offers. (http://www.isthe.com/chongo/tech/comp/fnv/)
 */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** The partition of a key, 0 to `PARTITIONS` - 1. */
export function partitionOf(key: string): number {
  return hashOf(key) % PARTITIONS;
}

/** `order.placed.v1.express.3`. */
export function subjectOf(contract: EventContract, key: string, lane: Lane): string {
  return `${contract.name}.${lane}.${partitionOf(key)}`;
}

/** The parts of an event's subject. */
export interface ParsedSubject {
  type: string;
  version: number;
  lane: Lane;
  partition: number;
}

const SUBJECT = /^([^.]+\.[^.]+)\.v(\d+)\.(express|standard)\.(\d+)$/;

/** The parts of an event's subject, or undefined if it is not one. */
export function parseSubject(subject: string): ParsedSubject | undefined {
  const match = SUBJECT.exec(subject);
  if (!match) return undefined;
  return {
    type: match[1]!,
    version: Number(match[2]),
    lane: match[3] as Lane,
    partition: Number(match[4]),
  };
}

/**
 * `order.placed` and 1 of `order.placed.v1.express.3`. The version is 0 if the subject has none: then it is not a message of
 * this library, and decoding says why.
 */
export function eventOf(subject: string): { type: string; version: number } {
  const [domain = '', event = '', version = ''] = subject.split('.');
  return { type: `${domain}.${event}`, version: Number(/^v(\d+)$/.exec(version)?.[1] ?? 0) };
}
