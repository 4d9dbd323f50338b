import type { StreamsAnswer } from '@waybill/console-api';
import type { PartStatus } from '@waybill/stack';
import { CliError } from './cli-error.ts';
import { print, printJson, type Command } from './command.ts';
import { openConsole, type ConsoleLink } from './console/console-link.ts';
import { describeMissing, missingParts, type MissingPart } from './console/missing-parts.ts';
import { parseFlags } from './flags.ts';
import { readState } from './state.ts';

export const command: Command = statusCommand({
  parts: async (dataDir) => {
    const state = await readState(dataDir);
    const { stackStatus } = await import('@waybill/stack');
    return stackStatus(state);
  },
  open: openConsole,
});

export function statusCommand(stack: {
  parts: (dataDir: string) => Promise<readonly PartStatus[]>;
  open: (dataDir: string, signal: AbortSignal) => Promise<ConsoleLink>;
}): Command {
  return {
    name: 'status',
    summary:
      'what runs, whether it is healthy, where it listens, what memory it takes, and what the broker lacks',

    async run(args, io) {
      const { values } = parseFlags(args);
      const dataDir = values['data-dir'];
      const parts = await stack.parts(dataDir);
      const missing = await missingAt(() => stack.open(dataDir, io.signal));
      const healthy = parts.every((part) => part.healthy) && (missing ?? []).length === 0;
      const memory = parts.reduce((sum, part) => sum + (part.memory ?? 0), 0);
      if (values.json) printJson(io, { healthy, memory, parts, missing });
      else print(io, [...(missing ?? []).map(describeMissing), table(parts, memory)].join('\n'));
      return healthy ? 0 : 1;
    },
  };
}

/** Null where the console does not answer: its own line says so. */
async function missingAt(open: () => Promise<ConsoleLink>): Promise<MissingPart[] | null> {
  try {
    return missingParts(await (await open()).get<StreamsAnswer>('/api/streams'));
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function table(parts: readonly PartStatus[], memory: number): string {
  const rows = parts.map((part) => [
    part.stopped ? 'STOPPED' : part.healthy ? 'ok' : 'FAULT',
    part.name,
    part.address ?? '',
    part.pid === undefined ? (part.stopped ? '' : 'outside') : `pid ${part.pid}`,
    part.memory === undefined ? '' : megabytes(part.memory),
    part.detail,
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, `memory in all: ${megabytes(memory)}`].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
