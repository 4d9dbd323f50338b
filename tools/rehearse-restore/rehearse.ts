import { republish } from '@waybill/messaging/operations';
import type { StackOptions } from '@waybill/stack';
import { withClient } from '@waybill/stack/parts';
import { join } from 'node:path';
import { settled } from '../faults/evidence/settled.ts';
import { fillShelves } from '../faults/load/shelves.ts';
import { backUp, restore } from './backup.ts';
import { CASES, type Case } from './cases.ts';
import { Orders } from './orders.ts';
import { clientOf, startPlatform, type Platform } from './platform.ts';
import { readOutcome, type Accepted, type Outcome } from './read-outcome.ts';

export interface Rehearsed {
  readonly of: Case;
  readonly accepted: Accepted;
  /** Rows that `outbox republish` made pending again. */
  readonly republished: number;
  readonly outcome: Outcome;
}

interface Setting {
  readonly folder: string;
  readonly ports: StackOptions['ports'];
  readonly orders: number;
}

export async function rehearse({ folder, ports, orders: count }: Setting): Promise<Rehearsed[]> {
  const dataDir = join(folder, 'data');
  const backups = { backup: join(folder, 'backup'), current: join(folder, 'current') };
  const first = await startPlatform(dataDir, ports);
  await fillShelves(clientOf(ports, 'order', AbortSignal.timeout(60_000)));
  const orders = new Orders(ports, join(folder, 'orders.jsonl'));
  await orders.more(count);
  // Customers go on asking meanwhile.
  await first.stop();
  const before = orders.accepted;
  const backedUpAt = new Date();
  await backUp(dataDir, backups.backup);
  const second = await startPlatform(dataDir, ports);
  await orders.more(count);
  await Promise.all([orders.cutOff(), second.stop()]);
  const between = orders.accepted.slice(before.length);
  await backUp(dataDir, backups.current);

  const rehearsed: Rehearsed[] = [];
  for (const of of CASES) {
    console.log(`restoring Postgres: ${of.postgres}, JetStream: ${of.nats}`);
    await restore(dataDir, { postgres: backups[of.postgres], nats: backups[of.nats] });
    const platform = await startPlatform(dataDir, ports);
    try {
      const isBrokerOlder = of.postgres === 'current' && of.nats === 'backup';
      const republished = isBrokerOlder ? await republishAll(platform, backedUpAt) : 0;
      const later = new Orders(ports, join(folder, `orders-${rehearsed.length}.jsonl`));
      await later.more(Math.ceil(count / 4));
      await later.end();
      const { settled: isSettled } = await settled(platform);
      if (!isSettled) console.error('something still waits');
      const accepted = { before, between, after: later.accepted };
      const outcome = await readOutcome(platform, accepted);
      console.log(outcome);
      rehearsed.push({ of, accepted, republished, outcome });
    } finally {
      await platform.stop();
    }
  }
  return rehearsed;
}

/** What an operator does with `waybill outbox republish`, in every service: a little more than was lost. */
async function republishAll({ databases }: Platform, lostSince: Date): Promise<number> {
  const since = new Date(lostSince.getTime() - 60_000);
  let rows = 0;
  for (const { administratorUrl } of databases) {
    rows += await withClient(administratorUrl, async (client) => (await republish(client, since)).rows);
  }
  return rows;
}
