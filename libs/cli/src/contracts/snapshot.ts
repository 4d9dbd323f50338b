import { jsonSchemaOf, keyFieldsOf, partitionOf, type EventContract } from '@waybill/messaging/contract';
import { z } from 'zod';

/** A published version of an event, as its messages in outboxes, streams and dead letters are. */
export type Snapshot = z.output<typeof Snapshot>;

export const Snapshot = z.strictObject({
  type: z.string(),
  version: z.int(),
  owner: z.string(),
  subject: z.string(),
  /** The day of its first publication. */
  since: z.string(),
  /** The day since which no message of it exists anywhere, so that its contract could go. Written by hand. */
  retired: z.iso.date().optional(),
  key: z.strictObject({ fields: z.array(z.string()), ofExample: z.string(), partitionOfExample: z.int() }),
  example: z.unknown(),
  schema: z.record(z.string(), z.unknown()),
});

export const SNAPSHOTS = 'libs/contracts/snapshots';

export function fileOf({ type, version }: Pick<EventContract, 'type' | 'version'>): string {
  return `${SNAPSHOTS}/${type}.v${version}.json`;
}

/** Undefined if the contract lacks an example or its day of publication. */
export function snapshotOf(contract: EventContract): Snapshot | undefined {
  const { type, version, owner, subjectTemplate, since, example } = contract;
  if (since === undefined || example === undefined) return undefined;
  const key = contract.key(example);
  return {
    type,
    version,
    owner,
    subject: subjectTemplate,
    since,
    key: {
      fields: keyFieldsOf(contract) ?? [],
      ofExample: key,
      partitionOfExample: partitionOf(key),
    },
    example,
    schema: jsonSchemaOf(contract),
  };
}

/** The same snapshot gives the same text, so that it can be compared. */
export function textOf(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}
