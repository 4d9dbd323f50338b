import { readJson, writeJson, type Tree } from '@nx/devkit';

/**
 * The runs of generators that made the workspace, in order: what an update repeats with a newer version. A workspace
 * without this file is the template itself, or does not follow it.
 */
export const RUN_RECORD = 'waybill.json';

export interface Run {
  /** `service` */
  readonly generator: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of @waybill/nx. */
  readonly version: string;
  /** When, in ISO 8601: names of migrations and dates of contracts come from it, and must be the same in each repetition. */
  readonly at: string;
}

export interface RunRecord {
  readonly runs: readonly Run[];
}

/** Does nothing in a workspace that keeps no record. */
export function appendRun(tree: Tree, run: Run): void {
  update(tree, (runs) => [...runs, run]);
}

/** Takes out the run that made a service, and those that added something to it. */
export function forgetService(tree: Tree, name: string): void {
  update(tree, (runs) => runs.filter((run) => serviceOf(run) !== name));
}

/** The service that a run made, or added to; undefined if it is about no service. */
export function serviceOf({ generator, options }: Run): string | undefined {
  const { name, service, owner } = options;
  const found = generator === 'service' ? name : (service ?? owner);
  return typeof found === 'string' ? found : undefined;
}

function update(tree: Tree, change: (runs: readonly Run[]) => readonly Run[]): void {
  if (!tree.exists(RUN_RECORD)) return;
  const record = readJson<RunRecord>(tree, RUN_RECORD);
  writeJson(tree, RUN_RECORD, { ...record, runs: change(record.runs) });
}
