import type { StreamsResponse } from '@waybill/console-api';
import type { PartStatus } from '@waybill/stack';
import { CliError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';
import { openConsole, type ConsoleLink, type OpenConsole } from './console/console-link.js';
import { describeMissing, missingParts, type MissingPart } from './console/missing-parts.js';
import { readState } from './state.js';
import { table } from './table.js';

export function status(
  open: OpenConsole = openConsole,
  partsOf: (dataDir: string) => Promise<readonly PartStatus[]> = partsOfStack,
): AddCommand {
  return (program, run) =>
    program
      .command('status')
      .description('what is running, its health, address and memory, and what is missing at the broker')
      .action(async () => {
        const parts = await partsOf(run.dataDir);
        const missing = await missingAt(() => open(run.dataDir, run.signal));
        const healthy = parts.every((part) => part.healthy) && (missing ?? []).length === 0;
        const memory = parts.reduce((sum, part) => sum + (part.memory ?? 0), 0);
        printResult(run, { healthy, memory, parts, missing }, () =>
          [...(missing ?? []).map(describeMissing), describeParts(parts, memory)].join('\n'),
        );
        run.exitCode = healthy ? 0 : 1;
      });
}

async function partsOfStack(dataDir: string): Promise<readonly PartStatus[]> {
  const state = await readState(dataDir);
  const { stackStatus } = await import('@waybill/stack');
  return stackStatus(state);
}

/** Null if the console does not respond: its own line says so. */
async function missingAt(open: () => Promise<ConsoleLink>): Promise<MissingPart[] | null> {
  try {
    return missingParts(await (await open()).get<StreamsResponse>('/api/streams'));
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function describeParts(parts: readonly PartStatus[], memory: number): string {
  const rows = parts.map((part) => [
    part.stopped ? 'STOPPED' : part.healthy ? 'ok' : 'FAILED',
    part.name,
    part.address ?? '',
    part.pid === undefined ? (part.stopped ? '' : 'outside') : `pid ${part.pid}`,
    part.memory === undefined ? '' : megabytes(part.memory),
    part.detail,
  ]);
  const header = ['state', 'name', 'address', 'process', 'memory', 'detail'];
  return `${table(header, rows)}\ntotal memory: ${megabytes(memory)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
