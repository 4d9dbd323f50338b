import { release } from 'node:os';
import { parseArgs } from 'node:util';
import { stopOwnServers, ownServers } from '@waybill/testing';
import { losePower, type PowerLoss } from './lose-power.ts';
import { VolatileDisk } from './volatile-disk.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '45' } } });
const seconds = Number(values.seconds);
if (!(seconds >= 3 && seconds <= 600))
  throw new TypeError(`--seconds takes a number from 3 to 600, not "${values.seconds}"`);
// Ends through `exit`, so that the disk is unmounted.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

const obstacle = VolatileDisk.obstacle();
if (obstacle) {
  console.error(`npm run verify:power cannot run here: ${obstacle}.`);
  process.exitCode = 1;
} else {
  process.exitCode = (await verify()) ? 0 : 1;
}

async function verify(): Promise<boolean> {
  const { version } = await (await ownServers()).natsProgram();
  console.log(
    `set-up: one nats-server ${version}, one replica, file storage on ext4 on a loop device, Linux ${release()};`,
  );
  console.log(
    `        200 events a second for ${seconds} s through an outbox in Postgres, which has another disk;`,
  );
  console.log('        the power failure is FS_IOC_SHUTDOWN without a flush, then kill -9');
  const losses: PowerLoss[] = [];
  try {
    for (const syncInterval of ['default', 'always'] as const)
      losses.push(await losePower(syncInterval, seconds));
  } finally {
    await stopOwnServers();
  }
  console.log(table(losses));
  return losses.every(isWhole);
}

/** What the broker has is handled, whatever it lost is brought back, and nothing is handled twice; `always` loses nothing. */
function isWhole({ syncInterval, acknowledged, onDisk, skipped, handledOnce, events }: PowerLoss): boolean {
  return skipped === 0 && handledOnce === events && (syncInterval === 'default' || onDisk === acknowledged);
}

function table(losses: readonly PowerLoss[]): string {
  const row = (what: string, of: (loss: PowerLoss) => string) =>
    `${what.padEnd(36)}${losses.map((loss) => of(loss).padStart(16)).join('')}`;
  const count = (value: number) => value.toLocaleString('en');
  const share = (loss: PowerLoss) => Math.round((1 - loss.onDisk / loss.acknowledged) * 100);
  return [
    '',
    row('sync_interval', ({ syncInterval }) => (syncInterval === 'default' ? '2m (default)' : syncInterval)),
    row('acknowledged', ({ acknowledged }) => count(acknowledged)),
    row('on disk after the power failure', ({ onDisk }) => count(onDisk)),
    row('lost', (loss) => `${count(loss.acknowledged - loss.onDisk)} (${share(loss)} %)`),
    row('  of the last', ({ lostSeconds }) => `${lostSeconds.toFixed(1)} s`),
    row('  which no handler had seen', ({ unhandled }) => count(unhandled)),
    row('stored and not handled', ({ skipped }) => count(skipped)),
    row('after `outbox republish`:', () => ''),
    row('  events', ({ events }) => count(events)),
    row('  handled once', ({ handledOnce }) => count(handledOnce)),
    row('  handled more than once', ({ handledAgain }) => count(handledAgain)),
  ].join('\n');
}
