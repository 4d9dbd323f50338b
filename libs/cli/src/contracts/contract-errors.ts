import type { EventContract } from '@waybill/messaging/contract';
import type { MappedConsumer } from '../message-map/collect.js';
import { breakingChanges } from './breaking-changes.js';
import type { Breaks } from './compare-schemas.js';
import { fileOf, snapshotOf, textOf, type Snapshot } from './snapshot.js';

const PAGE = 'docs/event-versions.md';

/** What is declared, and what was published of it. */
export interface Published {
  contracts: readonly EventContract[];
  /** By the contract's name. */
  snapshots: ReadonlyMap<string, Snapshot>;
  /** Files of snapshots that were committed and then deleted. */
  removed: readonly string[];
  consumersOf(name: string): readonly Pick<MappedConsumer, 'consumer' | 'handler'>[];
}

/** Everything that would keep a published message, old or new, from being read. */
export function contractErrors(published: Published): string[] {
  const { contracts, snapshots, removed } = published;
  return [
    ...contracts.flatMap((contract) => errorsOf(contract, published)),
    ...[...snapshots].flatMap(([name, { retired }]) =>
      retired === undefined && !contracts.some((contract) => contract.name === name)
        ? [removedError(name)]
        : [],
    ),
    ...removed.map(
      (file) => `${file} was deleted: its version number stays taken. Restore it with git checkout`,
    ),
  ];
}

/** Why no snapshot of this contract can be written: it is incomplete, or would break a published version. */
export function refusalsOf(contract: EventContract, { snapshots, consumersOf }: Published): string[] {
  const { name, version } = contract;
  if (!snapshotOf(contract)) return [`${name} needs an \`example\` and a day \`since\` in its defineEvent`];
  const snapshot = snapshots.get(name);
  if (!snapshot) return [];
  if (snapshot.retired !== undefined) {
    return [`${name} was retired on ${snapshot.retired}: its number stays taken, use the next`];
  }
  const consumers = listOf(consumersOf(name));
  return breakingChanges(snapshot, contract).map(
    ({ path, what, breaks }) =>
      `${name}${path && ` ${path}`} ${what}: ${consequence(breaks, consumers)}. ` +
      `Undo it, and make version ${version + 1} instead: ${PAGE}`,
  );
}

function errorsOf(contract: EventContract, published: Published): string[] {
  const refusals = refusalsOf(contract, published);
  const current = snapshotOf(contract);
  if (refusals.length > 0 || !current) return refusals;
  const snapshot = published.snapshots.get(contract.name);
  if (!snapshot)
    return [`${contract.name} has no snapshot: \`npm run contracts\` writes ${fileOf(contract)}`];
  if (textOf(snapshot) === textOf(current)) return [];
  return [
    `${fileOf(contract)} is out of date, by a compatible change: \`npm run contracts\` writes it again`,
  ];
}

function removedError(name: string): string {
  return (
    `${name} is no longer declared, and its messages may still be in an outbox, a stream or a dead letter: ` +
    `keep its contract as long as they may. How to retire it: ${PAGE}`
  );
}

function consequence(breaks: Breaks, consumers: string): string {
  const oldMessages = `${consumers} could not read the messages that are in outbox, stream and dead letters`;
  const oldConsumers = `${consumers} could not read the new messages until deployed again`;
  if (breaks === 'old-messages') return oldMessages;
  if (breaks === 'old-consumers') return oldConsumers;
  return `${oldMessages}, and could not read the new ones until deployed again`;
}

function listOf(consumers: readonly Pick<MappedConsumer, 'consumer' | 'handler'>[]): string {
  if (consumers.length === 0) return 'no consumer in this workspace handles it; one elsewhere';
  return consumers.map(({ consumer, handler }) => `${consumer} (${handler})`).join(', ');
}
