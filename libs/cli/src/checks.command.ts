import type { AddCommand } from './command.js';

export const checks: AddCommand = (program, run) =>
  program
    .command('checks')
    .description('check the rules of the workspace that neither compiler nor linter checks')
    .argument('[name...]', 'these only')
    .action(async (names) => {
      const { runChecks } = await import('./checks/run-checks.js');
      run.exitCode = await runChecks(names);
    });
