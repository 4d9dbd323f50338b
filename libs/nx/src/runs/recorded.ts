import type { Tree } from '@nx/devkit';
import { ownVersion } from './own-version.ts';
import { appendRun } from './run-record.ts';

/** A generator as Nx calls it; a repetition gives it the time of the first run. */
export type RecordedGenerator<Options, Result> = (
  tree: Tree,
  options: Options,
  now?: Date,
) => Promise<Result>;

/**
 * A generator whose runs are recorded in the workspace, so that `waybill template update` can repeat them. It must make
 * the same files of the same tree, options and time.
 *
 * @param name as in generators.json
 */
export function recorded<Options extends object, Result>(
  name: string,
  make: (tree: Tree, options: Options, now: Date) => Result | Promise<Result>,
): RecordedGenerator<Options, Result> {
  return async (tree, options, now = new Date()) => {
    // First: it formats what has changed. If it refuses, nothing is written at all.
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    appendRun(tree, {
      generator: name,
      options: Object.fromEntries(given),
      version: ownVersion(),
      at: now.toISOString(),
    });
    return make(tree, options, now);
  };
}
