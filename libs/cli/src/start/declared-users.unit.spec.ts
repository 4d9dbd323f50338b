import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredUsers } from './declared-users.js';

describe('the users of the embedded broker', () => {
  let folder: string;
  let main: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-declared-'));
    main = join(folder, 'main.mjs');
    writeFileSync(main, 'console.log(`authorization {} # ${process.pid}`);'); // other text each time
  });
  afterEach(() => {
    delete process.env['NATS_NAMESPACE'];
    rmSync(folder, { recursive: true });
  });

  it('are read from the services again only if what these declare may have changed', async () => {
    const data = join(folder, 'data');
    const first = await declaredUsers(data, main)();
    expect(first).toMatch(/^authorization \{\} # \d+\n$/);
    expect(await declaredUsers(data, main)()).toBe(first); // by the next start, too
    process.env['NATS_NAMESPACE'] = 'staging';
    const staging = await declaredUsers(data, main)();
    expect(staging).toMatch(/authorization/);
    expect(staging).not.toBe(first);
  });

  it('cannot be read from a service that does not load; the error says why, and how to start without them', async () => {
    writeFileSync(main, `throw new TypeError('order publishes nothing of that name');`);
    await expect(declaredUsers(folder, main)()).rejects.toMatchObject({
      code: 'BROKER_USERS',
      message: expect.stringContaining('order publishes nothing of that name'),
      fix: expect.stringContaining('BROKER_USERS=off'),
    });
  });
});
