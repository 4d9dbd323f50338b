import { mkdir, writeFile } from 'node:fs/promises';
import { refusalsOf } from './contract-errors.js';
import { readPublished } from './read-published.js';
import { fileOf, snapshotOf, SNAPSHOTS, textOf } from './snapshot.js';

/**
 * Writes a snapshot of every contract that has none, or has changed in a compatible way. One that would break a
 * published version is left as it is. Returns the errors.
 */
export async function writeSnapshots(log: (line: string) => void): Promise<string[]> {
  const published = await readPublished();
  await mkdir(SNAPSHOTS, { recursive: true });
  const errors: string[] = [];
  for (const contract of published.contracts) {
    const snapshot = snapshotOf(contract);
    const known = published.snapshots.get(contract.name);
    const refused = refusalsOf(contract, published);
    errors.push(...refused);
    if (!snapshot || refused.length > 0 || (known && textOf(known) === textOf(snapshot))) continue;
    await writeFile(fileOf(contract), textOf(snapshot));
    log(`${known ? 'wrote again' : 'wrote'} ${fileOf(contract)}`);
  }
  return errors;
}
