import { type Tree } from '@nx/devkit';
import { RUN_RECORD } from '../../runs/run-record.ts';
import { Refusal } from '../refusal.ts';
import { readTemplate } from './read-template.ts';
import { renderWorkspace, type WorkspaceOptions } from './render-workspace.ts';

/** Makes a workspace without services, and the record of the runs that made it. */
export async function workspaceGenerator(
  tree: Tree,
  options: WorkspaceOptions,
  now = new Date(),
): Promise<void> {
  for (const file of [RUN_RECORD, 'nx.json', 'package.json']) {
    if (tree.exists(file)) throw new Refusal('name', `${file} is there already`, 'Take an empty folder.');
  }
  const files = renderWorkspace(await readTemplate(), options, now);
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
}
