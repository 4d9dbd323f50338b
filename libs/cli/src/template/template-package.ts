import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../bootstrap/run.mjs';
import { CliError } from '../cli-error.js';

const NAME = '@waybill/nx';
const INSTALLED = join('node_modules', NAME);
const CACHE = join('node_modules', '.cache', 'waybill');

export function installedVersion(): string {
  return (JSON.parse(readFileSync(join(INSTALLED, 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * The folder of @waybill/nx in a version. If it is not the one that is installed, its archive is fetched and unpacked
 * below node_modules: so it finds the packages that it needs, and both versions format with the same formatter.
 *
 * @throws CliError the registry has no such version, or does not answer
 */
export async function templatePackage(version: string): Promise<string> {
  if (version === installedVersion()) return INSTALLED;
  const folder = join(CACHE, `nx-${version}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const pack = ['pack', `${NAME}@${version}`, '--pack-destination', draft, '--json', '--loglevel=error'];
    const packed = await run('npm', pack, { stderr: 'pipe' });
    const archive = /"filename": "([^"]+)"/.exec(packed.output)?.[1];
    if (packed.status !== 0 || archive === undefined) throw notFetched(version, packed.output);
    const unpacked = await run('tar', ['-xzf', archive], { cwd: draft });
    if (unpacked.status !== 0) throw notFetched(version, unpacked.output);
    renameSync(join(draft, 'package'), folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The newest version of the registry; undefined if it does not answer. */
export async function newestVersion(): Promise<string | undefined> {
  const { status, output } = await run('npm', ['view', NAME, 'version', '--fetch-retries=0'], {
    stderr: 'pipe',
  });
  const version = output.trim();
  return status === 0 && /^\d+\.\d+\.\d+\S*$/.test(version) ? version : undefined;
}

function notFetched(version: string, output: string): CliError {
  return new CliError(`${NAME} ${version} cannot be fetched:\n${output.trim()}`, {
    fix: 'it is needed to know what the template has changed since; npm config get registry says where it was looked for',
  });
}
