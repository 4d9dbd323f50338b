import { withClient } from '@waybill/stack/parts';
import { hold } from '../hold.ts';
import type { FaultKind } from '../fault.ts';
import { until } from '../until.ts';
import { databaseOf, healed } from './database-admin.ts';
import { failWrites, healWrites, type FailingWrites } from './failing-writes.sql.ts';
import { replayLetters } from './replay-letters.ts';

function writesFault(name: string, weight: number, fault: FailingWrites): FaultKind {
  const error = new RegExp(fault.message);
  return {
    name: `database.${name}`,
    weight,
    targets: ({ databases }) => databases.map(({ service }) => service),
    excludes: ['database'],
    async strike(lab, service, random, signal) {
      const database = databaseOf(lab, service);
      const { administratorUrl } = database;
      lab.consequences.deadLetters(error, name);
      try {
        await until(`writes of ${service} fail`, async () => {
          await withClient(administratorUrl, (client) => failWrites(client, fault));
          return true;
        });
        await hold(random.between(5_000, 20_000), signal);
      } finally {
        await healed(database, healWrites);
      }
      await replayLetters(lab, error);
    },
  };
}

export const writesFaults: readonly FaultKind[] = [
  writesFault('serialization-failure', 2, {
    sqlState: '40001',
    message: 'could not serialize access due to concurrent update, says the laboratory',
    share: 0.03,
  }),
  writesFault('deadlock', 2, {
    sqlState: '40P01',
    message: 'deadlock detected, says the laboratory',
    share: 0.03,
  }),
  writesFault('disk-full', 2, {
    sqlState: '53100',
    message: 'could not extend file: no space left on device, says the laboratory',
    share: 1,
  }),
];
