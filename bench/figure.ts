import type { Comparison } from './comparison.ts';
import type { Servers } from './servers.ts';

/** What a benchmark measures with. */
export interface Bench {
  readonly servers: Servers;
  /** Less of everything: a figure that is right to some ten per cent, in seconds. */
  readonly quick: boolean;
  /** Of both, the figure and its baseline. */
  readonly rounds: number;
}

/** A benchmark, which is a module. */
export interface Figure {
  /** What it measures, in a line for `npm run bench`. */
  readonly says: string;
  /** Not part of `all`: it takes minutes of a quiet machine. */
  readonly byNameOnly?: true;
  /** What it needs beside Postgres and nats-server. */
  readonly services?: readonly string[];
  measure(bench: Bench): Promise<Comparison[]>;
}
