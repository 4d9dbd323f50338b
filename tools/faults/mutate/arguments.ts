import { parseArgs } from 'node:util';
import { mutations } from '../mutations/all.ts';
import type { Mutation } from '../mutations/mutation.ts';

const PAGE = 'docs/mutations.md';
const USAGE = `usage: npm run faults -- --mutate [name…] [--spec <file>] [--jobs <n>] [--json] [--write]
  name     of a mutation, as in ${PAGE}; none means all
  --spec   runs this spec file instead of the tests that should notice: what does it notice by itself?
  --jobs   how many at once, default 1: tests that wait for timers may fail on a busy machine
  --json   prints the outcomes as JSON, not as a table
  --write  writes their rows of ${PAGE}`;

export interface Arguments {
  readonly chosen: readonly Mutation[];
  readonly jobs: number;
  readonly json: boolean;
  /** Where the rows are kept, if they are to be. */
  readonly page?: string;
}

/** Ends the process with the usage if they do not make sense. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mutate: { type: 'boolean' },
        spec: { type: 'string' },
        jobs: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !mutations.some((mutation) => mutation.name === name));
    if (unknown !== undefined) {
      throw new Error(`unknown mutation "${unknown}": ${mutations.map(({ name }) => name).join(', ')}`);
    }
    if (values.write && values.spec !== undefined) {
      throw new Error('--write is for the tests that should notice: leave out --spec');
    }
    const chosen = mutations.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    const { spec } = values;
    const jobs = Number(values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1)
      throw new Error(`--jobs takes a number from 1, not "${values.jobs}"`);
    return {
      chosen: spec === undefined ? chosen : chosen.map((each) => ({ ...each, provenBy: [{ spec }] })),
      jobs,
      json: values.json,
      ...(values.write && { page: PAGE }),
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}
