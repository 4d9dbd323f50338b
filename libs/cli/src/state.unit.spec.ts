import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, urlOf } from './state.js';

const folder = await mkdtemp(join(tmpdir(), 'waybill-state-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const state = {
  urls: { order: 'http://127.0.0.1:3001' },
  postgres: { order: 'postgresql://x' },
  nats: 'nats://127.0.0.1:4222',
  pids: { order: process.pid },
};
const write = (content: string) => writeFile(join(folder, 'state.json'), content);

describe('finding the running stack', () => {
  it('reads where its parts are', async () => {
    await write(JSON.stringify(state));
    expect(urlOf(await readState(folder), 'order')).toBe('http://127.0.0.1:3001');
  });

  it('says that none runs, and how to start one, if there is no state file', async () => {
    await expect(readState(join(folder, 'elsewhere'))).rejects.toMatchObject({
      code: 'NOT_RUNNING',
      fix: expect.stringContaining('npm start'),
    });
  });

  it('does not take the file of a killed stack for a running one', async () => {
    // No process has this id: it is above the largest that Linux gives out.
    await write(JSON.stringify({ ...state, pids: { order: 4_194_305 } }));
    await expect(readState(folder)).rejects.toMatchObject({
      code: 'NOT_RUNNING',
      message: expect.stringContaining('killed'),
    });
  });

  it('names the file where it describes no stack', async () => {
    await write('{"urls": 3}');
    await expect(readState(folder)).rejects.toThrow('state.json does not describe a platform');
  });

  it('names the services that there are where one is missing', async () => {
    await write(JSON.stringify(state));
    const found = await readState(folder);
    expect(() => urlOf(found, 'analytics')).toThrow('no analytics service');
  });
});
