import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const node = process.execPath;

/** Debian 12, whose nats-server is 2.9: the oldest that the library promises to work with. */
const OLD_SUITE = 'bookworm';

/** What has to hold, cheapest first. A step is one test, or, where `jest` is set, as many as Jest counts. */
const STEPS = [
  {
    name: 'format',
    command: [node, 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  { name: 'types', command: [node, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'lint', command: nx('run-many', '-t', 'lint') },
  { name: 'checks', command: [node, 'tools/checks/run.mjs'] },
  { name: 'unit', jest: ['--selectProjects', 'unit'] },
  { name: 'integration', jest: ['--selectProjects', 'integration', '--maxWorkers', '2'] },
  {
    name: 'nats-2.9',
    jest: ['--selectProjects', 'integration', '--maxWorkers', '2', 'libs/messaging'],
    env: { WAYBILL_TEST_NATS_SUITE: OLD_SUITE },
    unless: oldServerMissing,
  },
  { name: 'e2e', jest: ['--selectProjects', 'e2e', '--runInBand'] },
];

/**
 * Runs the named steps, or all, and prints the closing line `tests: N passed, N failed`.
 *
 * @param {string[]} names
 * @returns {Promise<number>} the exit status
 */
export async function runTests(names) {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`unknown step "${unknown[0]}": the steps are ${STEPS.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const step of STEPS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const started = performance.now();
    console.log(`\n── ${step.name}`);
    const missing = await step.unless?.();
    const result = missing ? skip(missing) : await (step.jest ? runJest(step) : runCommand(step.command));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`── ${step.name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
    for (const kind of Object.keys(totals)) totals[kind] += result[kind];
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  console.log(`\ntests: ${totals.passed} passed, ${totals.failed} failed${skipped}`);
  return totals.failed > 0 ? 1 : 0;
}

function nx(...args) {
  return [node, 'node_modules/nx/dist/bin/nx.js', ...args, '--outputStyle=static'];
}

async function runCommand(command) {
  const status = await run(command);
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

function skip(reason) {
  console.log(`skipped: ${reason}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

/** Why the library cannot be tested against the old server here, if it cannot. */
async function oldServerMissing() {
  const { findNatsServer, stackConfig } = await import('@waybill/stack');
  try {
    await findNatsServer({ ...stackConfig(), natsUrl: undefined }, { suite: OLD_SUITE });
    return undefined;
  } catch (error) {
    return `no nats-server of Debian's ${OLD_SUITE} can be had here: ${error.message}`;
  }
}

async function runJest({ jest: args, env }) {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-test-'));
  const report = join(folder, 'report.json');
  try {
    const status = await run(
      [
        node,
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
      ]
        .concat(args)
        .concat('--json', '--outputFile', report, '--ci', '--passWithNoTests'),
      // Jest repeats its report on standard output.
      { stdout: 'ignore', env },
    );
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      await readFile(report, 'utf8'),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Jest can fail with every test passed: a handle left open, a threshold missed.
    return { passed: numPassedTests, failed: failed || (status === 0 ? 0 : 1), skipped: numPendingTests };
  } catch (error) {
    console.error(`jest left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run([program, ...args], { stdout = 'inherit', env = {} } = {}) {
  return new Promise((resolve) => {
    spawn(program, args, {
      stdio: ['ignore', stdout, 'inherit'],
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...env },
    })
      .on('error', (error) => {
        console.error(`${program} did not start: ${error.message}`);
        resolve(1);
      })
      .on('close', (status, signal) => resolve(signal ? 1 : status));
  });
}
