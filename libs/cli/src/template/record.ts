import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CliError } from '../cli-error.js';

/** See run-record.ts of @waybill/nx, whose generators write it. */
const RECORD = 'waybill.json';

const Run = z.object({
  generator: z.string(),
  options: z.record(z.string(), z.unknown()),
  version: z.string(),
  at: z.iso.datetime(),
});
export type Run = z.output<typeof Run>;

const Record = z.looseObject({ runs: z.array(Run) });
type Record = z.output<typeof Record>;

/** @throws CliError the workspace was not made from the template, is the template, or its record is damaged */
export function readRuns(): Run[] {
  if (existsSync(RECORD)) return readRecord().runs;
  if (existsSync('libs/nx/generators.json')) {
    throw new CliError('this repository is the template itself: workspaces that were made from it follow it');
  }
  throw new CliError(`there is no ${RECORD} here: this workspace does not follow the template`, {
    fix: 'npm create waybill makes one that does',
  });
}

/** Every run counts as made by this version from now on. */
export function recordVersion(version: string): void {
  const record = readRecord();
  const runs = record.runs.map((run) => ({ ...run, version }));
  writeFileSync(RECORD, `${JSON.stringify({ ...record, runs }, undefined, 2)}\n`);
}

/** `service orders` */
export function titleOf({ generator, options }: Run): string {
  return typeof options['name'] === 'string' ? `${generator} ${options['name']}` : generator;
}

function readRecord(): Record {
  try {
    return Record.parse(JSON.parse(readFileSync(RECORD, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new CliError(`${RECORD} cannot be read: ${reason}`, {
      fix: `generators write it; git log -- ${RECORD} shows who changed it`,
      cause: error,
    });
  }
}
