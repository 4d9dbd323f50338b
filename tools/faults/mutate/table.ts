import { basename } from 'node:path';
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

/** The page docs/mutations.md. */
export function pageOf(outcomes: readonly Outcome[], { node, postgres, nats }: SetUp): string {
  const caught = outcomes.filter(({ kind }) => kind === 'caught').length;
  const rows = outcomes.map((outcome) => {
    const { name, guarantee, without } = outcome.mutation;
    const cells = [
      String(guarantee),
      `\`${name}\``,
      without,
      verdictOf(outcome, linked),
      outcome.seconds.toFixed(0),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `# Mutations: every mechanism is missed when it is gone

Written by \`npm run faults -- --mutate --write\`. Each row takes one mechanism out of a copy of the workspace and names the first test that failed for it. A mutation that survives is dead code or an unproven guarantee; \`tools/faults/mutations\` holds them all. The numbers are those of [Guarantees](guarantees.md).

${outcomes.length} mutations, ${caught} caught. Node ${node}, Postgres ${postgres}, nats-server ${nats}. Seconds include the start of Jest, about two.

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
