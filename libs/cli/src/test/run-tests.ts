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
  const chosen = all.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const round of roundsOf(chosen)) {
    const results = round.length === 1 ? [await alone(round[0]!)] : await inTwos(round);
    for (const result of results) {
      totals.passed += result.passed;
      totals.failed += result.failed;
      totals.skipped += result.skipped;
    }
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  console.log(`\ntests: ${totals.passed} passed, ${totals.failed} failed${skipped}`);
  return totals.failed > 0 ? 1 : 0;
}

/** Consecutive steps that share the machine are one round; every other step is one. */
function roundsOf(chosen: readonly Step[]): Step[][] {
  const rounds: Step[][] = [];
  for (const step of chosen) {
    const last = rounds.at(-1);
    if (step.shares && last?.at(-1)?.shares) last.push(step);
    else rounds.push([step]);
  }
  return rounds;
}

/** Two at a time: what one says comes when it is done. */
async function inTwos(round: readonly Step[]): Promise<Result[]> {
  const waiting = [...round];
  const results: Result[] = [];
  const next = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await alone(step, true));
  };
  await Promise.all([next(), next()]);
  return results;
}

/** @param quiet prints what the step says when it is done */
async function alone(step: Step, quiet = false): Promise<Result> {
  const started = performance.now();
  if (!quiet) console.log(`\n── ${step.name}`);
  const { output, ...result } = await runStep(step, quiet);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (quiet) console.log(`\n── ${step.name}\n${output}`);
  console.log(`── ${step.name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
  return result;
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

/** @param quiet collects what its commands say in `output`; Jest's is shown all the same */
async function runStep(
  { commands = [], jest, prepare }: Step,
  quiet: boolean,
): Promise<Result & { output: string }> {
  let output = '';
  const say = (text: string) => (quiet ? (output += `${text}\n`) : console.log(text));
  try {
    const { missing, env } = (await prepare?.()) ?? {};
    if (missing !== undefined) {
      say(`skipped: ${missing}`);
      return { passed: 0, failed: 0, skipped: 1, output };
    }
    if (jest) return { ...(await runJest(jest, env)), output };
    const result: Result = { passed: 0, failed: 0, skipped: 0 };
    for (const command of commands) {
      const ended = await show(command, quiet ? { stdout: 'pipe', stderr: 'pipe' } : {});
      output += ended.output;
      if (ended.status === 0) result.passed++;
      else result.failed++;
    }
    return { ...result, output };
  } catch (error) {
    say((error as Error).message);
    return { passed: 0, failed: 1, skipped: 0, output };
  }
}

async function runJest(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Result> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-test-'));
  const report = join(folder.path, 'report.json');
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const { status } = await show(
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

/** Runs a program. What is piped is in `output`; by default it prints both streams. */
async function show(
  [program, ...args]: Program,
  {
    stdout = 'inherit',
    stderr = 'inherit',
    env = {},
  }: {
    stdout?: 'inherit' | 'ignore' | 'pipe';
    stderr?: 'inherit' | 'pipe';
    env?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ status: number; output: string }> {
  const nx = { NX_DAEMON: 'false', NX_TUI: 'false' };
  try {
    return await run(program, args, { stdout, stderr, env: { ...nx, ...env } });
  } catch (error) {
    throw new Error(`${program} did not start: ${(error as Error).message}`, { cause: error });
  }
}
