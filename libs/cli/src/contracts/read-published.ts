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
 * Those that git knows, of services that exist: one that was removed has taken its stream with it. None without git or a
 * repository: then it is not known what was published; in a shallow clone only what its commits contain.
 */
async function removedSnapshots(): Promise<string[]> {
  const deleted = ['--diff-filter=D', '--no-renames', '--name-only', '--relative'];
  const files = [
    ...(await git('log', '--format=', ...deleted, '--', SNAPSHOTS)).split('\n'),
    ...(await git('diff', 'HEAD', ...deleted, '--', SNAPSHOTS)).split('\n'),
  ];
  const gone = [...new Set(files)].filter((file) => file.endsWith('.json') && !existsSync(file)).sort();
  const owners = await Promise.all(gone.map(ownerOf));
  const exists = (owner: string | undefined) =>
    owner === undefined || existsSync(`apps/${owner}/package.json`);
  return gone.filter((_, index) => exists(owners[index]));
}

/** The service that the snapshot named when it was last there; undefined if git does not have it. */
async function ownerOf(file: string): Promise<string | undefined> {
  const last = (await git('rev-list', '-1', 'HEAD', '--', file)).trim();
  const text = (await git('show', `HEAD:./${file}`)) || (await git('show', `${last}^:./${file}`));
  return text ? Snapshot.parse(JSON.parse(text)).owner : undefined;
}

/** Empty where git fails. */
async function git(...args: string[]): Promise<string> {
  return (await promisify(execFile)('git', args).catch(() => ({ stdout: '' }))).stdout;
}
