import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './start.js';

describe('a start on a folder that cannot be written to', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-start-'));
    await writeFile(join(folder, 'file'), '');
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['file', 'it is a file'],
    ['file/below', 'a file is in its way'],
  ])('%s fails in words', async (path, reason) => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const dataDir = join(folder, path);
    const flags = {
      dataDir,
      detach: false,
      fresh: false,
      demo: false,
      portBase: undefined,
      brokers: undefined,
      replicas: {},
      watch: false,
    };
    expect(await start(flags)).toBe(1);
    expect(said.mock.calls.join('')).toContain(`${dataDir} cannot be written to: ${reason}`);
  });
});
