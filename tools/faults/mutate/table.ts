import { basename } from 'node:path';
import type { Mutation } from '../mutations/mutation.ts';
import type { Outcome } from './outcome.ts';

/** Without a date, so that it changes only with what it tells. */
export interface SetUp {
  readonly node: string;
  readonly postgres: string;
  readonly nats: string;
}

const WORDS: Record<Exclude<Outcome['kind'], 'caught'>, string> = {
  survived: 'SURVIVED: no test failed',
  unapplied: 'UNAPPLIED: its text is not in the file exactly once',
  invalid: 'INVALID: its test could not run',
};

/** For the terminal, as each is done. */
export function lineOf(outcome: Outcome): string {
  const why = outcome.kind === 'invalid' ? `\n${outcome.message}` : '';
  const seconds = outcome.seconds.toFixed(1).padStart(6);
  return `${outcome.mutation.name.padEnd(30)} ${seconds} s  ${verdictOf(outcome, basename)}${why}`;
}

/** By the names of their mutations, the rows of the page. */
export type Rows = ReadonlyMap<string, string>;

const ROW = /^\| \d+ \| `(?<name>[^`]+)` \|.*$/gm;

export function rowsIn(page: string): Rows {
  return new Map([...page.matchAll(ROW)].map((row) => [row.groups!['name']!, row[0]]));
}

export function rowsOf(outcomes: readonly Outcome[]): Rows {
  return new Map(
    outcomes.map((outcome) => {
      const { name, guarantee, without } = outcome.mutation;
      const cells = [
        String(guarantee),
        `\`${name}\``,
        without,
        verdictOf(outcome, linked),
        outcome.seconds.toFixed(0),
      ];
      return [name, `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`];
    }),
  );
}

/** The page docs/mutations.md: of these mutations, those that have a row. */
export function pageOf(
  mutations: readonly Pick<Mutation, 'name'>[],
  tried: Rows,
  { node, postgres, nats }: SetUp,
): string {
  const rows = mutations.flatMap(({ name }) => tried.get(name) ?? []);
  const failed = rows.filter((row) => Object.values(WORDS).some((words) => row.includes(words)));
  return `# Mutations: every mechanism is missed when it is gone

Written by \`npm run faults -- --mutate --write\`; where names are given, it replaces the rows of those mutations and keeps the others, so each row is of the last run that tried it. Each row takes one mechanism out of a copy of the workspace and names the first test that failed for it. A mutation that survives is dead code or an unproven guarantee; \`tools/faults/mutations\` holds them all. The numbers are those of [Guarantees](guarantees.md).

${rows.length} mutations, ${rows.length - failed.length} caught. Last run: Node ${node}, Postgres ${postgres}, nats-server ${nats}. Seconds include the start of Jest, about two.

| guarantee | mutation | without the mechanism | caught by | seconds |
| --------- | -------- | --------------------- | --------- | ------- |
${rows.join('\n')}
`;
}

function verdictOf(outcome: Outcome, specOf: (spec: string) => string): string {
  if (outcome.kind !== 'caught') return WORDS[outcome.kind];
  return `${specOf(outcome.by.spec)}: ${outcome.test}`;
}

function linked(spec: string): string {
  return `[${basename(spec)}](../${spec})`;
}
