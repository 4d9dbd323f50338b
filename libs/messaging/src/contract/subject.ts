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

export interface ParsedSubject {
  type: string;
  version: number;
  lane: Lane;
  partition: number;
}

const SUBJECT = /^([^.]+\.[^.]+)\.v(\d+)\.(express|standard)\.(\d+)$/;

/** The parts of an event's subject, or undefined where it is none of ours. */
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
