import type { Finding } from '@waybill/console-api';
import { brokerFindings } from './findings/broker.js';
import { consumerFindings } from './findings/consumers.js';
import { deadLetterFindings } from './findings/dead-letters.js';
import { faultFindings } from './findings/faults.js';
import { outboxFindings } from './findings/outboxes.js';
import { serviceFindings } from './findings/services.js';
import type { PlatformSnapshot, Seen } from './findings/snapshot.js';

/** What is wrong, without the time of what has no time of its own. */
export function findingsOf(snapshot: PlatformSnapshot): Seen[] {
  return [
    brokerFindings,
    serviceFindings,
    consumerFindings,
    outboxFindings,
    deadLetterFindings,
    faultFindings,
  ].flatMap((find) => find(snapshot));
}

/** The worst first; of equally bad ones the oldest, as it is likelier to be the cause of the others. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (one, other) =>
      Number(other.severity === 'bad') - Number(one.severity === 'bad') ||
      Date.parse(one.since) - Date.parse(other.since) ||
      one.id.localeCompare(other.id),
  );
}
