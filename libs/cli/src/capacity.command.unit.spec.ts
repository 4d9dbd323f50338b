import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from './call.fixture.js';
import { capacity } from './capacity.command.js';
import type { Capacity } from './capacity/evaluate.js';
import { measured } from './capacity/measured.js';

const callCapacity = (...args: string[]) => call(capacity, 'capacity', ...args);
const textbook = ['--orders-per-second', '1000', '--events-per-order', '1', '--consumers', '1'];
const oneOfEach = ['--api', '4', '--shards', '1', '--brokers', '1', '--handlers', '1'];

describe('waybill capacity', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'capacity-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('says what falls behind, by how much, and until when', async () => {
    const load = ['--handled-per-second', '500', '--for', '1h', '--then', '100'];
    const { exitCode, stdout } = await callCapacity(...textbook, ...oneOfEach, ...load);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/handler processes +1,000 +500 +200 %.*bottleneck/);
    expect(stdout).toContain('1,800,000 after 60 min, gone after another 75 min');
    expect(stdout).toContain('assumed prices');
  });

  it('takes your prices', async () => {
    const { stdout } = await callCapacity(...textbook, '--core-hour', '0.1', '--gb-month', '0.2');
    expect(stdout).toContain('at 0.1 and 0.2 each');
    expect(stdout).not.toContain('assumed');
  });

  it('takes your coefficients', async () => {
    const mine = join(folder, 'mine.json');
    const faster = measured.map((figure) =>
      figure.name === 'relay' ? { ...figure, value: 131_072 } : figure,
    );
    await writeFile(mine, JSON.stringify(faster));
    const { stdout } = await callCapacity(...textbook, ...oneOfEach, '--coefficients', mine, '--json');
    const relays = (JSON.parse(stdout) as Capacity).stages.find(({ name }) => name === 'relays');
    expect(relays).toMatchObject({ arrivals: 1_000, capacity: 131_072 });
  });

  it.each([
    [['--orders-per-second', '0'], '--orders-per-second <n>'],
    [[...textbook, '--partitions', '3'], '1, 2, 4 or 8'],
    [[...textbook, '--replicas', '2'], '1, 3 or 5'],
    [[...textbook, '--replicas', '3', '--brokers', '1'], '--brokers 1 cannot hold 3 copies'],
    [[...textbook, '--target', '1'], 'between 0 and 1'],
    [[...textbook, '--handling', 'fast'], 'Allowed choices are key, none, group, batch'],
    [[...textbook, '--coefficients', 'missing.json'], 'missing.json'],
    [[...textbook, '--coefficients', 'package.json'], 'package.json: the document'],
    [[], '--orders-per-second <n>'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await callCapacity(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
  });
});
