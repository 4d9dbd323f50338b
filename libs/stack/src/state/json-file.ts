import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ignore } from '../errors.js';

/** Undefined if there is no such file. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return ignore(error, 'ENOENT', 'ENOTDIR');
  }
}

/** Writes a JSON file so that readers see the old one or the new one, never a part. */
export function writeWhole(path: string, value: unknown): void {
  renameSync(draft(path, value), path);
}

/** False if the file exists already. It appears with its content, so that a lock is never read empty. */
export function createWhole(path: string, value: unknown): boolean {
  const file = draft(path, value);
  try {
    linkSync(file, path);
    return true;
  } catch (error) {
    return ignore(error, 'EEXIST') ?? false;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Readable by its owner only: there are connection strings in it. */
function draft(path: string, value: unknown): string {
  const file = `${path}.${process.pid}`;
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  return file;
}
