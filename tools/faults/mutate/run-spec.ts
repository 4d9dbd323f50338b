import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../scratch/run-command.ts';

/** How the tests of a spec file went. */
export type SpecResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly test: string; readonly message: string }
  /** None ran to its end: the file cannot be loaded, or no test has such a title. */
  | { readonly kind: 'not-run'; readonly message: string };

/** Of Jest's report in JSON. */
interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Runs tests of a spec file in that workspace, those with one of the titles or all, up to the first that fails. */
export async function runSpec(
  folder: string,
  spec: string,
  titles: readonly string[],
  signal: AbortSignal,
): Promise<SpecResult> {
  const report = join(folder, 'mutation-report.json');
  rmSync(report, { force: true });
  const { output } = await runCommand(
    folder,
    [
      process.execPath,
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      ...['--config', 'tools/faults/mutate/jest.config.mjs', '--runInBand', '--forceExit'],
      ...['--json', '--outputFile', report, '--runTestsByPath', spec],
      ...(titles.length > 0 ? ['--testNamePattern', titles.map(literally).join('|')] : []),
    ],
    signal,
  );
  return resultOf(read(report), output);
}

function read(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    // Jest ended before it had anything to report: its output says why.
    return undefined;
  }
}

export function resultOf(report: Report | undefined, output: string): SpecResult {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed) {
    const [message = ''] = failed.failureMessages ?? [];
    return { kind: 'failed', test: failed.fullName, message };
  }
  if (tests.some(({ status }) => status === 'passed')) return { kind: 'passed' };
  return { kind: 'not-run', message: files[0]?.message || output };
}

/** For a pattern that is to match a title and nothing else. */
function literally(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
