const node = process.execPath;

/**
 * What has to hold, cheapest first. A step is one test for each of its `commands`, or, with `jest`, as many as Jest
 * counts. `prepare` returns what to add to the step's environment, or what is `missing`, so that the step is skipped;
 * if it throws, the step has failed.
 */
export const STEPS = [
  {
    name: 'format',
    commands: [[node, 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  },
  { name: 'types', commands: [types('tsconfig.json'), types('apps/console-web/tsconfig.json')] },
  {
    name: 'lint',
    commands: [[node, 'node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'lint', '--outputStyle=static']],
  },
  { name: 'checks', commands: [[node, 'tools/checks/run.mjs']] },
  { name: 'unit', jest: ['--selectProjects', 'unit'] },
  { name: 'integration', jest: ['--selectProjects', 'integration', '--maxWorkers', '2'] },
  { name: 'e2e', jest: ['--selectProjects', 'e2e', '--runInBand'] },
  { name: 'browser', jest: ['--selectProjects', 'browser', '--runInBand'], prepare: findBrowser },
];

function types(project) {
  return [node, 'node_modules/typescript/bin/tsc', '-p', project];
}

async function findBrowser() {
  const { browserForTests } = await import('../browser/browser-for-tests.ts');
  return browserForTests(Boolean(process.env.CI));
}
