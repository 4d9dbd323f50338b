import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { stopOwnServers } from '@waybill/testing';
import { growthOf } from './growth/growth-of.ts';
import { startTurnover } from './growth/turnover.ts';

/** Turns until free room and pages of indexes have found their level. */
const SETTLING = 2;

const command = new Command('npm run verify:growth --')
  .description(
    'A week of events at a time through outbox and inbox, by a compressed clock: publishes, handles and cleans, while\n' +
      'autovacuum does its work, and reads the sizes after each. Status 1 if the last is larger than the first that is settled.',
  )
  .option('--kept <rows>', 'what the retention keeps', atLeast(2_000), 40_000)
  .option('--turns <number>', 'how many times as many pass through', atLeast(SETTLING + 1), 6)
  .showHelpAfterError()
  .action(async ({ kept, turns }) => {
    try {
      await using turnover = await startTurnover(kept);
      const readings = [];
      for (let turn = 1; turn <= turns; turn += 1) {
        await turnover.turn();
        readings.push(await turnover.read());
        console.table(readings);
      }
      const grown = growthOf(readings.slice(SETTLING - 1));
      for (const fault of grown) console.error(fault);
      process.exitCode = grown.length === 0 ? 0 : 1;
    } finally {
      await stopOwnServers();
    }
  });
await command.parseAsync();

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`a whole number, ${least} or more`);
  };
}
