import { existsSync, readFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../bootstrap/run.mjs';
import { load, readParts } from '../workspace-parts.js';
import { steps, type Program, type Step } from './steps.js';

/**
 * Runs the named steps, or all, and prints the closing line `tests: N passed, N failed`.
 *
 * @returns the exit status
 */
export async function runTests(names: readonly string[]): Promise<number> {
  const all = await allSteps();
  const unknown = names.filter((name) => !all.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`unknown step "${unknown[0]}": the steps are ${all.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const totals: Result = { passed: 0, failed: 0, skipped: 0 };
  for (const step of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const started = performance.now();
    console.log(`\n── ${step.name}`);
    const result = await runStep(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`── ${step.name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
    totals.passed += result.passed;
    totals.failed += result.failed;
    totals.skipped += result.skipped;
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  console.log(`\ntests: ${totals.passed} passed, ${totals.failed} failed${skipped}`);
  return totals.failed > 0 ? 1 : 0;
}

interface Result {
  passed: number;
  failed: number;
  skipped: number;
}

/** What `npm test -- <step>` may name, the workspace's own included. */
export async function stepNames(): Promise<string[]> {
  return (await allSteps()).map(({ name }) => name);
}

async function allSteps(): Promise<readonly Step[]> {
  const own = readParts().steps;
  if (own === undefined) return steps;
  return [...steps, ...(await load<{ steps: readonly Step[] }>(own, 'steps')).steps];
}

async function runStep({ commands = [], jest, prepare }: Step): Promise<Result> {
  try {
    const { missing, env } = (await prepare?.()) ?? {};
    if (missing === undefined) return await (jest ? runJest(jest, env) : runCommands(commands));
    console.log(`skipped: ${missing}`);
    return { passed: 0, failed: 0, skipped: 1 };
  } catch (error) {
    console.error((error as Error).message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runCommands(commands: readonly Program[]): Promise<Result> {
  const statuses: number[] = [];
  for (const command of commands) statuses.push(await show(command));
  const passed = statuses.filter((status) => status === 0).length;
  return { passed, failed: statuses.length - passed, skipped: 0 };
}

async function runJest(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Result> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-test-'));
  const report = join(folder.path, 'report.json');
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const status = await show(
    [process.execPath, ...jest, ...args, '--json', '--outputFile', report, '--ci', '--passWithNoTests'],
    { stdout: 'ignore', env }, // with --json, Jest prints its report there too
  );
  if (!existsSync(report)) throw new Error('jest left no report');
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Report;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // Jest can fail with every test passed: a handle left open, a threshold missed.
  return { passed: numPassedTests, failed: failed || (status === 0 ? 0 : 1), skipped: numPendingTests };
}

/** What is read of Jest's report. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

/** Runs a program that prints its own output; returns its exit status. */
async function show(
  [program, ...args]: Program,
  {
    stdout = 'inherit',
    env = {},
  }: { stdout?: 'inherit' | 'ignore'; env?: Readonly<Record<string, string>> } = {},
): Promise<number> {
  const nx = { NX_DAEMON: 'false', NX_TUI: 'false' };
  try {
    return (await run(program, args, { stdout, stderr: 'inherit', env: { ...nx, ...env } })).status;
  } catch (error) {
    throw new Error(`${program} did not start: ${(error as Error).message}`, { cause: error });
  }
}
