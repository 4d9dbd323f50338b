import { print, printResult, type AddCommand, type Run } from './command.js';

interface Options {
  readonly to?: string;
}

export const template: AddCommand = (program, run) => {
  const group = program
    .command('template')
    .description('what the template of this workspace has changed since, and take it over');
  const to = ['--to <version>', 'instead of the version of @waybill/nx that is installed'] as const;

  group
    .command('status')
    .description('which version made what, and which files have changed in the template since')
    .option(...to)
    .action((options) => status(options, run));

  group
    .command('diff')
    .description('what an update would write, as a unified diff')
    .option(...to)
    .action((options) => diff(options, run));

  group
    .command('update')
    .description('merge the changes of the template, keeping your own')
    .option(...to)
    .option('--force', 'also over changes that are not committed')
    .addHelpText('after', '\nExit code 1 if you have to decide something: the files are listed and marked.')
    .action((options) => update(options, run));
};

async function status(options: Options, run: Run): Promise<void> {
  const { describeChanges, findChanges, installedVersion, newestVersion, titleOf } =
    await import('./template/index.js');
  const [{ runs, version, changes, skipped }, newest] = await Promise.all([
    findChanges(options.to),
    newestVersion(),
  ]);
  const { table } = await import('./table.js');
  const installed = installedVersion();
  const value = {
    installed,
    newest,
    runs: runs.map((each) => ({ title: titleOf(each), version: each.version, at: each.at })),
    changes: changes.map(({ path, outcome: { kind } }) => ({ path, kind })),
    skipped: skipped.map((each) => ({ title: titleOf(each.run), reason: each.reason })),
  };
  printResult(run, value, () =>
    [
      `@waybill/nx ${installed} is installed; the newest is ${newest ?? 'unknown: the registry does not answer'}`,
      '',
      table(
        ['made by', 'version', 'on'],
        value.runs.map(({ title, version, at }) => [title, `v${version}`, at.slice(0, 10)]),
      ),
      ...value.skipped.map(({ title, reason }) => `${title} is not followed: ${reason}`),
      '',
      changes.length === 0 ? `everything is as in template ${version}` : `in template ${version}:`,
      ...(changes.length === 0 ? [] : [describeChanges(changes)]),
    ].join('\n'),
  );
}

async function diff(options: Options, run: Run): Promise<void> {
  const { diffOf, findChanges, readYours } = await import('./template/index.js');
  const { changes } = await findChanges(options.to);
  const diffs = changes.map((change) => ({
    path: change.path,
    kind: change.outcome.kind,
    diff: diffOf(change, readYours(change.path) ?? ''),
  }));
  printResult(run, { changes: diffs }, () => diffs.map((each) => each.diff).join(''));
}

async function update(options: Options & { force?: true }, run: Run): Promise<void> {
  const {
    conflictsOf,
    describeChanges,
    findChanges,
    recordVersion,
    requireCommitted,
    touched,
    writeChanges,
  } = await import('./template/index.js');
  const { version, changes } = await findChanges(options.to);
  const paths = touched(changes);
  if (!options.force) await requireCommitted([...paths, 'waybill.json']);
  await writeChanges(changes);
  recordVersion(version);
  const conflicts = conflictsOf(changes);
  run.exitCode = conflicts.length > 0 ? 1 : 0;
  const value = {
    version,
    changes: changes.map(({ path, outcome: { kind } }) => ({ path, kind })),
    conflicts,
  };
  printResult(run, value, () =>
    [
      ...(changes.length > 0 ? [describeChanges(changes), ''] : []),
      `the workspace is as in template ${version}${conflicts.length > 0 ? `, but for ${conflicts.join(', ')}` : ''}`,
    ].join('\n'),
  );
  if (!run.json && paths.includes('package.json')) print(run, 'package.json has changed: run npm install');
}
