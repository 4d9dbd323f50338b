import { type AddCommand, CliError, print, UsageError } from '@waybill/cli';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parts } from './parts.ts';

const names = parts.map(({ name }) => name).join(', ');

export const command: AddCommand = (program, run) =>
  program
    .command('delete')
    .description('delete a part of this workspace that you do not need: docs/what-you-may-delete.md')
    .argument('<part>', names)
    .action(async (name) => {
      const part = parts.find((each) => each.name === name);
      if (!part) throw new UsageError(`unknown part "${name}"`, `parts: ${names}`);
      requireCleanTree();
      const { deletePart } = await import('./delete-part.ts');
      const deleted = await deletePart(part);
      if (!deleted) return print(run, `${name} is not there.`);
      print(run, `deleted ${deleted.files.length} files, changed ${deleted.changed.join(', ')}`);
      if (deleted.dependencies.length > 0)
        print(run, `dependencies: without ${deleted.dependencies.join(', ')}`);
      // Each in a process of its own: this one has loaded what is gone.
      const execute = (program: string, ...args: string[]) =>
        execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      execute('npm', 'install', '--no-audit', '--no-fund');
      execute('npx', 'nx', 'sync');
      print(
        run,
        'The lock file and the generated files are up to date. `git diff` shows everything; then `npm test`.',
      );
    });

/** So that the diff shows this alone, and can be taken back. */
function requireCleanTree(): void {
  if (!existsSync('.git')) return;
  if (execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }) === '') return;
  throw new CliError('there are changes that are not committed', {
    code: 'TREE_NOT_CLEAN',
    fix: 'commit or stash them first: then `git diff` shows what the deletion did, and `git checkout . && git clean -fd` takes it back',
  });
}
