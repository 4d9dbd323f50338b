import { readJson, visitNotIgnoredFiles, type Tree } from '@nx/devkit';
import { declaredEvents } from '../contracts.ts';
import { requireServiceName } from '../existing-service.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal there is no such service, or others need it */
export function requireRemovable(tree: Tree, name: string): void {
  requireServiceName(tree, 'name', name);
  const users = usersOf(tree, name);
  if (users.length > 0) {
    throw new Refusal(
      'name',
      `others use ${name} or its events: ${users.join(', ')}`,
      'Take those uses away first.',
    );
  }
}

/** Files elsewhere that import the app's package, or one of its events from the contracts. */
function usersOf(tree: Tree, name: string): string[] {
  const app = nameOf(tree, `apps/${name}`);
  const contracts = nameOf(tree, 'libs/contracts');
  const events = declaredEvents(tree).filter(({ owner }) => owner === name);
  const usesApp = new RegExp(`['"]${app}(/[^'"]*)?['"]`);
  const usesEvent = new RegExp(`\\b(${events.map(({ exportName }) => exportName).join('|')})\\b`);
  const users: string[] = [];
  for (const folder of ['apps', 'libs', 'tools', 'bench']) {
    if (!tree.exists(folder)) continue;
    visitNotIgnoredFiles(tree, folder, (file) => {
      if (file.startsWith(`apps/${name}/`) || file.startsWith('libs/contracts/')) return;
      if (!/\.[cm]?[jt]sx?$/.test(file)) return;
      const text = tree.read(file, 'utf8') ?? '';
      const isUser =
        usesApp.test(text) || (events.length > 0 && text.includes(contracts) && usesEvent.test(text));
      if (isUser) users.push(file);
    });
  }
  return users;
}

function nameOf(tree: Tree, folder: string): string {
  return readJson<{ name: string }>(tree, `${folder}/package.json`).name;
}
