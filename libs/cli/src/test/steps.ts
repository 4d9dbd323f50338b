import { globSync } from 'node:fs';

/**
 * One thing that has to hold: one test for each of its `commands`, or, with `jest`, as many as Jest counts. `prepare`
 * returns what to add to the step's environment, or what is `missing`, so that the step is skipped; if it throws, the
 * step has failed.
 */
export interface Step {
  readonly name: string;
  readonly commands?: readonly Program[];
  /** Arguments of Jest. */
  readonly jest?: readonly string[];
  /** It may run beside the step before or after it, if that shares too: nothing of it depends on how fast the machine is. */
  readonly shares?: true;
  prepare?(): Promise<Prepared | undefined>;
}

export interface Prepared {
  readonly missing?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program and its arguments. */
export type Program = readonly [string, ...string[]];

const node = process.execPath;
const inModules = (path: string) => `node_modules/${path}`;

/** Of every workspace, cheapest first. */
export const steps: readonly Step[] = [
  {
    name: 'format',
    commands: [[node, inModules('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  },
  {
    name: 'types',
    commands: ['tsconfig.json', ...globSync('{apps,libs}/*/tsconfig.json')].map((project): Program => [
      node,
      inModules('typescript/bin/tsc'),
      '-p',
      project,
    ]),
  },
  {
    name: 'lint',
    commands: [[node, inModules('nx/dist/bin/nx.js'), 'run-many', '-t', 'lint', '--outputStyle=static']],
  },
  {
    name: 'checks',
    commands: [
      [node, inModules('@waybill/cli/dist/main.js'), 'checks'],
      [node, inModules('nx/dist/bin/nx.js'), 'sync:check'],
    ],
  },
  { name: 'unit', jest: ['--selectProjects', 'unit', '--maxWorkers', '2'] },
  { name: 'integration', jest: ['--selectProjects', 'integration', '--maxWorkers', '2'] },
];
