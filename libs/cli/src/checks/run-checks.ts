import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readParts } from '../workspace-parts.js';

/** A rule of the workspace that neither compiler nor linter checks. */
export interface Check {
  readonly title: string;
  /** What is wrong. */
  check(): string[] | Promise<string[]>;
}

/** Of every workspace. The graph is first: the boundary rule of ESLint needs Nx's graph in its cache. */
const CHECKS: Readonly<Record<string, () => Promise<Check>>> = {
  'project-tags': () => import('./project-tags.js'),
  'project-graph': () => import('./project-graph.js'),
  services: () => import('./services.js'),
  contracts: () => import('./contracts.js'),
  asyncapi: () => import('./asyncapi.js'),
};

/**
 * Runs the named checks, or all, the workspace's own included.
 *
 * @returns the exit status
 */
export async function runChecks(wanted: readonly string[]): Promise<number> {
  const checks = { ...CHECKS, ...ownChecks() };
  const unknown = wanted.find((name) => !(name in checks));
  if (unknown !== undefined) {
    console.error(`unknown check "${unknown}": known are ${Object.keys(checks).join(', ')}`);
    return 2;
  }
  let failed = 0;
  for (const [name, load] of Object.entries(checks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const { title, check } = await load();
    const errors = await errorsOf(check);
    if (errors.length > 0) failed += 1;
    console.log(`${errors.length === 0 ? 'ok    ' : 'FAILED'} ${title}`);
    for (const error of errors) console.log(`         ${error}`);
  }
  return failed > 0 ? 1 : 0;
}

async function errorsOf(check: Check['check']): Promise<string[]> {
  try {
    return await check();
  } catch (error) {
    return [`it could not run: ${(error as Error).message}`];
  }
}

/** A check is named by its file. */
function ownChecks(): Record<string, () => Promise<Check>> {
  return Object.fromEntries(
    readParts().checks.map((path) => [
      path.replace(/^.*\/|\.\w+$/g, ''),
      async () => (await import(pathToFileURL(resolve(path)).href)) as Check,
    ]),
  );
}
