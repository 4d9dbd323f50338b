import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileChanges } from './file-changes.js';

describe('changes of files', () => {
  let root: string;
  let changes: FileChanges;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'waybill-changes-'));
    changes = await FileChanges.in([root], (error) => {
      throw error;
    });
  });

  afterEach(async () => {
    await changes.close();
    await rm(root, { recursive: true });
  });

  // Without the second look, chokidar 5.0.0 misses a few of these files.
  it('are seen in a new folder, at whatever moment a file follows it', async () => {
    const files = Array.from({ length: 300 }, (_, index) => join(root, `${index}`, 'a', 'file'));
    const seen = seeAll(files);
    for (const [index, file] of files.entries()) await follow(file, index);
    expect(await seen).toEqual(new Set(files));
  }, 30_000);

  it('are seen of a file again, once it was seen in its new folder', async () => {
    const files = Array.from({ length: 100 }, (_, index) => join(root, `${index}`, 'a', 'file'));
    const made = seeAll(files);
    for (const [index, file] of files.entries()) await follow(file, index);
    await made;
    const changed = seeAll(files);
    const saving = setInterval(() => files.forEach((file) => writeFileSync(file, 'saved')), 500).unref();
    expect(await changed).toEqual(new Set(files));
    clearInterval(saving);
  }, 30_000);

  /** Writes a file some tenths of a millisecond to three milliseconds after each of its folders. */
  async function follow(file: string, index: number): Promise<void> {
    const between = () => sleep((index % 31) / 10);
    await mkdir(dirname(dirname(file)));
    await between();
    await mkdir(dirname(file));
    await between();
    await writeFile(file, '');
    await sleep(10);
  }

  async function seeAll(files: readonly string[]): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    for await (const { paths } of changes.batches()) {
      paths.forEach((path) => seen.add(path));
      if (files.every((file) => seen.has(file))) break;
    }
    return seen;
  }
});
