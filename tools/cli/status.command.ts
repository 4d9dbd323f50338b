import type { PartStatus } from '@waybill/stack';
import { print, printJson, type Command } from './command.ts';
import { parseFlags } from './flags.ts';
import { readState } from './state.ts';

export const command: Command = {
  name: 'status',
  summary: 'what runs, whether it is healthy, where it listens and what memory it takes',

  async run(args, io) {
    const { values } = parseFlags(args);
    const state = await readState(values['data-dir']);
    const { stackStatus } = await import('@waybill/stack');
    const parts = await stackStatus(state);
    const healthy = parts.every((part) => part.healthy);
    const memory = parts.reduce((sum, part) => sum + (part.memory ?? 0), 0);
    if (values.json) printJson(io, { healthy, memory, parts });
    else print(io, table(parts, memory));
    return healthy ? 0 : 1;
  },
};

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
