import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { freePortBase, portPlan } from '@waybill/stack';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES } from './cases.ts';
import { rehearse } from './rehearse.ts';

const command = new Command('npm run rehearse:restore --')
  .description(
    'Takes a backup of Postgres and JetStream between the orders of customers, loses the platform later, and restores each\n' +
      'combination of old and current data. Status 1 if something that docs/backup.md promises was not kept.',
  )
  .option('--orders <number>', 'orders before the backup, and between backup and loss', count, 100)
  .option('--port-base <port>', 'the first of the ports that are tried', count, 23_000)
  .showHelpAfterError()
  .action(async ({ orders, portBase }) => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-restore-'));
    try {
      const outcomes = await rehearse({ folder, orders, ports: portPlan(await freePortBase(portBase)) });
      console.table(
        outcomes.map(({ of, outcome: { lost, ...figures }, republished, accepted }) => ({
          ...{ postgres: of.postgres, JetStream: of.nats },
          accepted: [accepted.before, accepted.between, accepted.after]
            .map(({ length }) => length)
            .join(' + '),
          lost: Object.values(lost).join(' + '),
          ...{ republished, ...figures },
        })),
      );
      const broken = outcomes.flatMap(({ of, outcome }) =>
        of.broken(outcome).map((what) => `Postgres ${of.postgres}, JetStream ${of.nats}: ${what}`),
      );
      for (const line of broken) console.error(line);
      process.exitCode = broken.length === 0 && outcomes.length === CASES.length ? 0 : 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
await command.parseAsync();

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a whole number above 0');
}
