import type { Tree } from '@nx/devkit';
import { declaredEvents, exportContract, exportedNames, snapshotFile } from '../generators/contracts.ts';
import type { Run } from './run-record.ts';

/**
 * Copies the contracts of the events that a run handles, if no earlier run has made them, and the snapshots of all that
 * it handles, which are written from the built contracts and never change.
 *
 * @returns the files that were copied: they are the workspace's own
 */
export function provideEvents(workspace: Tree, tree: Tree, run: Run): string[] {
  const handled = namesOf(run);
  const wanted = declaredEvents(workspace).filter(({ type }) => handled.includes(type));
  const exported = exportedNames(tree);
  for (const { exportName, file } of wanted) {
    if (!exported.includes(exportName)) exportContract(tree, exportName, file);
  }
  return wanted
    .flatMap((event) => [event.file, snapshotFile(event)])
    .filter((file) => workspace.exists(file) && !tree.exists(file))
    .map((file) => {
      tree.write(file, workspace.read(file)!);
      return file;
    });
}

/** Events are named by the options `consumes`, in a list or with commas, and `event`. */
function namesOf({ options: { consumes = [], event = [] } }: Run): string[] {
  return [consumes, event].flat().flatMap((names) =>
    String(names)
      .split(',')
      .map((name) => name.trim()),
  );
}
