import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ClockFile } from './clock-file.ts';

const HOUR_MS = 3_600_000;
/** Replies to each line of input with the clock, read in every way that code has. */
const PROGRAM = `
process.stdin.on('data', () => console.log(JSON.stringify({
  now: Date.now(),
  made: new Date().getTime(),
  text: Date.parse(Date()),
  given: new Date(5).getTime(),
  sub: new (class Sub extends Date {})() instanceof Date,
  monotonic: performance.timeOrigin + performance.now(),
})));`;

interface Reading {
  now: number;
  made: number;
  text: number;
  given: number;
  sub: boolean;
  monotonic: number;
}

describe('the clock of a process', () => {
  let folder: string;
  let child: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-clocks-'));
  });
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function start(port: number): () => Promise<Reading> {
    const env = { ...process.env, ...ClockFile.environment(folder), PORT: String(port) };
    child = spawn(process.execPath, ['-e', PROGRAM], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    return async () => {
      child!.stdin!.write('\n');
      const { value } = (await lines.next()) as { value: string };
      return JSON.parse(value) as Reading;
    };
  }
  const offsetOf = ({ now }: Reading) => Math.round((now - Date.now()) / HOUR_MS) + 0;
  async function untilOffset(read: () => Promise<Reading>, hours: number): Promise<Reading> {
    for (;;) {
      const reading = await read();
      if (offsetOf(reading) === hours) return reading;
    }
  }

  it('is the machine’s until it is set, follows its file while it runs, and returns', async () => {
    const clock = new ClockFile(folder, 1);
    const read = start(1);
    expect(offsetOf(await read())).toBe(0);
    for (const hours of [1, -1]) {
      clock.set(hours * HOUR_MS);
      const reading = await untilOffset(read, hours);
      expect(Math.abs(reading.made - reading.now)).toBeLessThan(HOUR_MS / 2);
      expect(Math.abs(reading.text - reading.now)).toBeLessThan(HOUR_MS / 2);
      expect(reading).toMatchObject({ given: 5, sub: true });
      expect(offsetOf({ ...reading, now: reading.monotonic })).toBe(0);
    }
    clock.reset();
    await untilOffset(read, 0);
  });

  it('is that of one process alone, and still off when it starts again', async () => {
    new ClockFile(folder, 1).set(HOUR_MS);
    expect(offsetOf(await start(2)())).toBe(0);
    child!.kill('SIGKILL');
    await once(child!, 'exit');
    expect(offsetOf(await start(1)())).toBe(1);
  });
});
