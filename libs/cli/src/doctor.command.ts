import { portBase } from './start/flags.js';
import { UsageError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';

export const doctor: AddCommand = (program, run) =>
  program
    .command('doctor')
    .description('check whether this machine can run the platform, and how to fix what prevents it')
    .option('--port-base <n>', 'check these ports, as for npm start', parsePortBase)
    .action(async (options) => {
      const { examine } = await import('./doctor/examine.js');
      const findings = await examine(run.dataDir, options.portBase);
      const healthy = findings.every(({ ok }) => ok);
      printResult(run, { healthy, findings }, () => findings.map(describe).join('\n'));
      run.exitCode = healthy ? 0 : 1;
    });

const INDENT = ' '.repeat(26);

function describe({
  name,
  ok,
  detail,
  fix,
}: {
  name: string;
  ok: boolean;
  detail: string;
  fix?: string;
}): string {
  const line = `${(ok ? 'ok' : 'FAILED').padEnd(7)}${name.padEnd(18)} ${detail.replaceAll('\n', `\n${INDENT}`)}`;
  return !ok && fix ? `${line}\n${INDENT}→ ${fix}` : line;
}

function parsePortBase(text: string): number | undefined {
  try {
    return portBase(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
