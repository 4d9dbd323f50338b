import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { serverSettings } from '@waybill/stack/parts';
import { createTestDatabase, ownServers, testNats } from '@waybill/testing';
import { Recorder } from './recorder.ts';
import { VolatileDisk } from './volatile-disk.ts';

export type SyncInterval = 'default' | 'always';

export interface PowerLoss {
  readonly syncInterval: SyncInterval;
  readonly acknowledged: number;
  /** Of these, after the power failure. */
  readonly onDisk: number;
  /** Between the acknowledgement of the oldest lost event and the power failure. */
  readonly lostSeconds: number;
  /** Lost events that no handler had seen. */
  readonly unhandled: number;
  /** What the broker has, and its consumers passed over. */
  readonly skipped: number;
  /** Of all events, acknowledged or not, after `outbox republish`. */
  readonly events: number;
  readonly handledOnce: number;
  readonly handledAgain: number;
}

const PER_SECOND = 200;
const BATCHES_PER_SECOND = 20;

/**
 * One broker on a disk of its own under a steady load, whose power fails. Postgres has another disk. The handlers stop
 * when two thirds of the time are over, as in a deployment that takes a while: what they have handled is lost to nobody.
 */
export async function losePower(syncInterval: SyncInterval, seconds: number): Promise<PowerLoss> {
  using disk = VolatileDisk.make();
  const { folder } = await ownServers();
  const settings = join(folder, `nats-${syncInterval}.conf`);
  await writeFile(settings, await settingsWith(syncInterval));
  await using nats = await testNats({ isolated: true, storeDir: join(disk.path, 'nats'), settings });
  await using database = await createTestDatabase('order');
  await using recorder = await Recorder.start(database.url, nats.url);

  await recorder.startHandling();
  const load = steadyLoad(recorder);
  await delay((seconds * 1_000 * 2) / 3);
  await recorder.stopHandling();
  await delay((seconds * 1_000) / 3);

  // First of all it acknowledges nothing more; then what is not on the disk is gone, and then it is.
  nats.pause();
  disk.cutPower();
  const failedAt = Date.now();
  await nats.kill();
  await load.stop();
  const acknowledged = await recorder.acknowledged();
  const handledBefore = await recorder.handled();

  disk.restorePower();
  await nats.start();
  await recorder.startHandling();
  await recorder.settled();
  const stored = await recorder.stored();
  const lost = [...acknowledged].filter(([id]) => !stored.has(id));
  const handledAfter = await recorder.handled();
  await recorder.republish();
  await recorder.settled();

  const times = [...(await recorder.handled()).values()];
  return {
    syncInterval,
    acknowledged: acknowledged.size,
    onDisk: acknowledged.size - lost.length,
    lostSeconds: lost.length > 0 ? (failedAt - lost[0]![1].getTime()) / 1_000 : 0,
    unhandled: lost.filter(([id]) => !handledBefore.has(id)).length,
    skipped: [...stored].filter((id) => !handledAfter.has(id)).length,
    events: load.appended(),
    handledOnce: times.filter((count) => count === 1).length,
    handledAgain: times.filter((count) => count > 1).length,
  };
}

async function settingsWith(syncInterval: SyncInterval): Promise<string> {
  const text = await readFile(serverSettings('nats.conf'), 'utf8');
  const commented = /^ *# *sync_interval: always$/m;
  if (!commented.test(text)) throw new Error('nats.conf has no commented line "sync_interval: always"');
  return syncInterval === 'always' ? text.replace(commented, '  sync_interval: always') : text;
}

function steadyLoad(recorder: Recorder): { stop: () => Promise<void>; appended: () => number } {
  const stopping = new AbortController();
  let appended = 0;
  const appending = (async () => {
    while (!stopping.signal.aborted) {
      await recorder.append(PER_SECOND / BATCHES_PER_SECOND);
      appended += PER_SECOND / BATCHES_PER_SECOND;
      await delay(1_000 / BATCHES_PER_SECOND);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return appending;
    },
    appended: () => appended,
  };
}
