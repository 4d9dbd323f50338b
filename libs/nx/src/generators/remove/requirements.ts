import { visitNotIgnoredFiles, type Tree } from '@nx/devkit';
import { declaredEvents } from '../contracts.ts';
import { readServices } from '../ports.ts';
import { nearest, Refusal } from '../refusal.ts';

/** @throws Refusal there is no such service, or others need it */
export function requireRemovable(tree: Tree, name: string): void {
  const services = readServices(tree).map((service) => service.name);
  if (!services.includes(name)) {
    const near = nearest(name, services);
    throw new Refusal(
      'name',
      `there is no service "${name}"`,
      `${near ? `Did you mean ${near}? ` : ''}Services are ${services.join(', ')}.`,
    );
  }
  const events = declaredEvents(tree).filter(({ owner }) => owner === name);
  const users = usersOf(
    tree,
    name,
    events.map(({ exportName }) => exportName),
  );
  if (users.length > 0) {
    throw new Refusal(
      'name',
      `others use ${name} or its events: ${users.join(', ')}`,
      'Take those uses away first.',
    );
  }
}

/** Files elsewhere that import the app, or one of its contracts, by name. */
function usersOf(tree: Tree, name: string, exportNames: readonly string[]): string[] {
  const users: string[] = [];
  const wanted = [`/${name}'`, ...exportNames].map((each) => new RegExp(`\\b${each}\\b|${each}`));
  for (const folder of ['apps', 'libs', 'tools', 'bench']) {
    if (!tree.exists(folder)) continue;
    visitNotIgnoredFiles(tree, folder, (file) => {
      if (file.startsWith(`apps/${name}/`) || file.startsWith('libs/contracts/')) return;
      if (!/\.[cm]?[jt]sx?$/.test(file)) return;
      const text = tree.read(file, 'utf8') ?? '';
      if (wanted.some((pattern) => pattern.test(text))) users.push(file);
    });
  }
  return users;
}
