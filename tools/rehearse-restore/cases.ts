import type { Outcome } from './read-outcome.ts';

export type Age = 'backup' | 'current';

export interface Case {
  readonly postgres: Age;
  readonly nats: Age;
  /** What is promised of it; lines name what was not kept. */
  broken(outcome: Outcome): string[];
}

const zero = (figures: Record<string, number>) =>
  Object.entries(figures)
    .filter(([, figure]) => figure !== 0)
    .map(([what, figure]) => `${what}: ${figure}`);

const effectsOnce = ({ undecided, extraSales, wrongCounts, paymentsOfUnknown, deadLetters }: Outcome) =>
  zero({ undecided, extraSales, wrongCounts, paymentsOfUnknown, deadLetters });

export const CASES: readonly Case[] = [
  {
    postgres: 'current',
    nats: 'backup',
    broken: (outcome) => [...zero(outcome.lost), ...effectsOnce(outcome)],
  },
  {
    postgres: 'backup',
    nats: 'backup',
    broken: (outcome) => [
      ...zero({ before: outcome.lost.before, after: outcome.lost.after }),
      ...effectsOnce(outcome),
    ],
  },
  {
    postgres: 'backup',
    nats: 'current',
    // What the events of forgotten orders do is no promise: see docs/backup.md.
    broken: ({ lost, undecided }) => zero({ before: lost.before, after: lost.after, undecided }),
  },
];
