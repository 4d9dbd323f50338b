import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { collectContracts, collectEvents } from '../message-map/collect.js';
import type { Published } from './contract-errors.js';
import { SNAPSHOTS, Snapshot } from './snapshot.js';

/** What the workspace declares and has published. @throws Error a snapshot is not as `npm run contracts` writes it */
export async function readPublished(): Promise<Published> {
  const events = await collectEvents();
  return {
    contracts: await collectContracts(),
    snapshots: new Map(
      globSync(`${SNAPSHOTS}/*.json`)
        .sort()
        .map(readSnapshot)
        .map((snapshot) => [`${snapshot.type}.v${snapshot.version}`, snapshot]),
    ),
    removed: await removedSnapshots(),
    consumersOf: (name) => events.find((event) => event.name === name)?.consumers ?? [],
  };
}

function readSnapshot(file: string): Snapshot {
  const parsed = Snapshot.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is not a snapshot of an event: ${parsed.error.message}`);
}

/**
 * Those that git knows. None without git or a repository: then it is not known what was published; in a shallow clone
 * only what its commits contain.
 */
async function removedSnapshots(): Promise<string[]> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args).catch(() => ({ stdout: '' }))).stdout.split('\n');
  const deleted = ['--diff-filter=D', '--no-renames', '--name-only', '--relative'];
  const files = [
    ...(await git('log', '--format=', ...deleted, '--', SNAPSHOTS)),
    ...(await git('diff', 'HEAD', ...deleted, '--', SNAPSHOTS)),
  ];
  return [...new Set(files)].filter((file) => file.endsWith('.json') && !existsSync(file)).sort();
}
