import { print, type AddCommand } from './command.js';

export const contracts: AddCommand = (program, run) =>
  program
    .command('contracts')
    .description('record every published event version in libs/contracts/snapshots')
    .addHelpText(
      'after',
      '\nA change that would break a published version is refused: docs/event-versions.md',
    )
    .action(async () => {
      const { writeSnapshots } = await import('./contracts/write-snapshots.js');
      const errors = await writeSnapshots((line) => print(run, line));
      for (const error of errors) run.stderr.write(`refused: ${error}\n`);
      if (errors.length === 0) print(run, 'every published version is as its snapshot says');
      run.exitCode = errors.length > 0 ? 1 : 0;
    });
