import { renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a JSON file so that readers see the old one or the new one, never a part. Readable by its owner only: there
 * are connection strings in it.
 */
export function writeWhole(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
