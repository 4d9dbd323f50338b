import { jsonSchemaOf, partitionOf, type EventContract } from '@waybill/messaging/contract';
import { isDeepStrictEqual } from 'node:util';
import { compareSchemas, type SchemaChange } from './compare-schemas.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

/** The differences from a published version that may not be made in place. */
export function breakingChanges(published: Snapshot, contract: EventContract): SchemaChange[] {
  const changes = [
    ...changedFacts(published, contract),
    ...compareSchemas(published.schema, jsonSchemaOf(contract)),
  ];
  // What only code checks is not in the JSON Schema: a published example that no longer parses shows such a change.
  return changes.length > 0
    ? changes
    : [...changedExample(published, contract), ...changedKey(published, contract)];
}

function changedFacts(published: Snapshot, contract: EventContract): SchemaChange[] {
  const facts = [
    ['the owner', published.owner, contract.owner],
    ['the subject', published.subject, contract.subjectTemplate],
    ['the day of its first publication', published.since, contract.since],
  ] as const;
  return facts
    .filter(([, was, is]) => was !== is)
    .map(([fact, was, is]) => ({
      path: '',
      what: `${fact} was ${was} and is ${is ?? 'not given'}`,
      breaks: 'both',
    }));
}

function changedExample({ example }: Snapshot, { schema }: EventContract): SchemaChange[] {
  const parsed = schema.safeParse(example);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({
      path: path.map((step) => `/${String(step)}`).join(''),
      what: `refuses what its published example holds (${message})`,
      breaks: 'old-messages',
    }));
  }
  // An optional field that was removed is missing in the parsed example.
  return isDeepStrictEqual(parsed.data, example)
    ? []
    : [{ path: '', what: 'no longer takes all that its published example holds', breaks: 'both' }];
}

/** Events of one key would go to two partitions, and be handled out of order. */
function changedKey({ key, example }: Snapshot, contract: EventContract): SchemaChange[] {
  const is = contract.key(example);
  const changed = (what: string): SchemaChange[] => [{ path: '', what, breaks: 'both' }];
  if (is !== key.ofExample)
    return changed(`the key of its published example was "${key.ofExample}" and is "${is}"`);
  if (partitionOf(is) !== key.partitionOfExample) {
    return changed(`the partition of "${is}" was ${key.partitionOfExample} and is ${partitionOf(is)}`);
  }
  const fields = snapshotOf({ ...contract, example })?.key.fields ?? [];
  return isDeepStrictEqual(fields, key.fields)
    ? []
    : changed(`the key was made of ${key.fields.join(', ')} and is made of ${fields.join(', ')}`);
}
