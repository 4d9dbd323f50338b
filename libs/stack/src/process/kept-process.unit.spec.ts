import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptProcess, type KeptProcessOptions } from './kept-process.js';
import { LogFile } from './log-file.js';
import { identify } from './process-identity.js';
import { startProcess, untilReady, type RunningProcess } from './running-process.js';
import { waitUntil } from './wait-until.js';

/** Runs until it is stopped. */
const PROGRAM = 'setInterval(() => {}, 1000)';
/** Ignores SIGTERM. */
const STUBBORN = `process.on('SIGTERM', () => console.log('no')); ${PROGRAM}; console.log('ready')`;

describe('a kept process', () => {
  let folder: string;
  let started: RunningProcess[];
  let paused: number;
  const said: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-kept-'));
    started = [];
    paused = 0;
    said.length = 0;
  });

  afterEach(() => {
    for (const process of started) process.send('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('stays down after a pause, and is kept again after a resumption', async () => {
    const kept = keep();
    await kept.start();
    expect(kept.state).toBe('running');
    await kept.pause();
    expect({ state: kept.state, pid: kept.pid, paused }).toEqual({
      state: 'stopped',
      pid: undefined,
      paused: 1,
    });
    expect(said).toEqual([]); // a pause is not reported as an exit

    await kept.resume();
    await until(() => kept.state === 'running');
    await kept.kill();
    expect(['restarting', 'starting']).toContain(kept.state);
    await until(() => kept.state === 'running');
    expect(started).toHaveLength(3);
    expect(kept.pid).toBe(started[2]!.pid);
    await kept.stop();
    expectNothingLeft();
  });

  it('may be paused twice and resumed twice', async () => {
    const kept = keep();
    await kept.start();
    await Promise.all([kept.pause(), kept.pause()]);
    await Promise.all([kept.resume(), kept.resume()]);
    await until(() => kept.state === 'running');
    expect(started).toHaveLength(2);
    await kept.stop();
  });

  it('can be paused while it is about to be started again', async () => {
    const kept = keep();
    await kept.start();
    await kept.kill();
    await kept.pause();
    expect(kept.state).toBe('stopped');
    expectNothingLeft();
    await kept.stop();
  });

  it('is another process after a restart, and says nothing of the end of the old one', async () => {
    const kept = keep();
    await kept.start();
    expect(await kept.restart()).toBe(true);
    expect({ starts: started.length, pid: kept.pid, state: kept.state }).toEqual({
      starts: 2,
      pid: started[1]!.pid,
      state: 'running',
    });
    expect(said).toEqual([]);
    await kept.kill(); // and is kept as before
    await until(() => started.length === 3);
    await kept.stop();
    expectNothingLeft();
  });

  it('is started by a restart if it was paused', async () => {
    const kept = keep();
    await kept.start();
    await kept.pause();
    expect(await kept.restart()).toBe(true);
    await kept.stop();
    expectNothingLeft();
  });

  it('leaves a restart to the next one', async () => {
    const kept = keep({
      ready: (process) => untilReady(process, () => Promise.reject(new Error('not yet'))),
    });
    await kept.resume();
    await until(() => kept.pid !== undefined);
    const first = kept.restart();
    await until(() => started.length === 2);
    const second = kept.restart();
    expect(await first).toBe(false);
    await until(() => started.length === 3);
    await kept.stop();
    expect(await second).toBe(false);
    expectNothingLeft();
  });

  it('reports that it exited after a restart, and is started again', async () => {
    const kept = keep({
      program: `
        const { existsSync } = require('node:fs');
        if (existsSync(${JSON.stringify(join(folder, 'bad'))})) throw new Error('bad code');
        setInterval(() => {}, 1000);
        console.log('ready')`,
      ready: (process) =>
        untilReady(process, () =>
          process.logTail().includes('ready') ? Promise.resolve() : Promise.reject(new Error('not yet')),
        ),
    });
    await kept.start();
    writeFileSync(join(folder, 'bad'), '');
    await expect(kept.restart()).rejects.toMatchObject({
      code: 'PROCESS_DIED',
      message: expect.stringContaining('bad code'),
    });
    rmSync(join(folder, 'bad'));
    await until(() => kept.state === 'running');
    await kept.stop();
    expectNothingLeft();
  });

  it('cannot be killed while nothing runs', async () => {
    const kept = keep();
    await kept.start();
    await kept.pause();
    await expect(kept.kill()).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    await kept.stop();
  });

  it.each<[string, (kept: KeptProcess) => Promise<unknown>]>([
    ['a pause', (kept) => kept.pause()],
    ['a resumption', (kept) => kept.pause().then(() => kept.resume())],
    ['a crash', (kept) => kept.kill()],
    ['nothing', () => Promise.resolve()],
  ])('is stopped for good in the middle of %s', async (_, meanwhile) => {
    const kept = keep();
    await kept.start();
    const under = meanwhile(kept);
    under.catch(() => undefined); // a resumption comes too late
    await kept.stop();
    expect(kept.state).toBe('stopped');
    await Promise.allSettled([under]);
    expectNothingLeft();
    await expect(kept.resume()).rejects.toMatchObject({ code: 'STOPPING' });
    await expect(kept.pause()).rejects.toMatchObject({ code: 'STOPPING' });
    expect(kept.state).toBe('stopped');
  });

  it('leaves nothing behind when it is stopped while it is started for the first time', async () => {
    const kept = keep();
    const start = kept.start();
    await kept.stop();
    await expect(start).rejects.toMatchObject({ code: 'STOPPING' });
    expectNothingLeft();
  });

  it('is killed in the middle of a pause if the stop is to be immediate', async () => {
    const kept = keep({
      program: STUBBORN,
      ready: (process) => until(() => process.logTail().includes('ready')),
    });
    await kept.start();
    const now = new AbortController();
    const pause = kept.pause();
    await until(() => started[0]!.logTail().includes('no'));
    const stop = kept.stop(now.signal);
    now.abort();
    expect(await pause).toBe('killed');
    await stop;
    expectNothingLeft();
  });

  it('is started again if what it refused to start with is over', async () => {
    const replaced = join(folder, 'replaced');
    const kept = keep({
      program: `
        if (require('node:fs').existsSync(${JSON.stringify(replaced)})) process.exit(78);
        setInterval(() => {}, 1000);`,
    });
    await kept.start();
    writeFileSync(replaced, '');
    await kept.kill();
    await until(() => said.some((line) => line.startsWith('it refuses to start (exit code 78)')));
    rmSync(replaced);
    await until(() => kept.state === 'running');
    expect(paused).toBe(0);
    await kept.stop();
    expectNothingLeft();
  });

  it('stays down if it keeps exiting with 78, reports its own last words, and is tried again on request', async () => {
    const kept = keep({
      refusalPatience: 100,
      program: `
        const { existsSync, writeFileSync } = require('node:fs');
        const [first, fixed] = ['first', 'fixed'].map((name) => ${JSON.stringify(`${folder}/`)} + name);
        if (!existsSync(first)) { writeFileSync(first, ''); setInterval(() => {}, 1000); }
        else if (existsSync(fixed)) setInterval(() => {}, 1000);
        else { console.log('{"level":"info"}'); console.error('NATS_CREDS: no such file'); process.exitCode = 78; }`,
    });
    await kept.start();
    await until(() => existsSync(join(folder, 'first')));
    await kept.kill();
    await until(() => kept.state === 'stopped');
    expect({ paused, pid: kept.pid, starts: started.length }).toEqual({
      paused: 1,
      pid: undefined,
      starts: 3,
    });
    expect(said.at(-1)).toMatch(/^it refuses to start \(exit code 78\):\n +NATS_CREDS: no such file\n/);
    expect(said.at(-1)).not.toContain('level');

    writeFileSync(join(folder, 'fixed'), '');
    await kept.resume();
    await until(() => kept.state === 'running');
    await kept.stop();
    expectNothingLeft();
  });

  it('leaves no process behind that could not be recorded', async () => {
    let full = true;
    const kept = keep({
      onStarted: () => {
        if (full) throw new Error('no space left');
      },
    });
    await expect(kept.start()).rejects.toThrow('no space left');
    expectNothingLeft();
    await kept.resume();
    await until(() => said.length > 0);
    full = false;
    await until(() => kept.state === 'running');
    expect(started.filter(({ pid }) => identify(pid))).toHaveLength(1);
    await kept.stop();
  });

  it('is tried again if it cannot be started at all', async () => {
    let broken = true;
    const kept = keep({
      beforeStart: () => (broken ? Promise.reject(new Error('no program')) : Promise.resolve()),
    });
    await kept.resume();
    await until(() => said.length > 0);
    expect({ said, state: kept.state }).toEqual({
      said: ['it cannot be started: no program'],
      state: 'restarting',
    });
    broken = false;
    await until(() => kept.state === 'running');
    await kept.stop();
  });

  function keep(
    options: {
      program?: string;
      ready?: KeptProcessOptions['ready'];
      beforeStart?: () => Promise<void>;
      onStarted?: () => void;
      refusalPatience?: number;
    } = {},
  ): KeptProcess {
    const log = new LogFile(join(folder, 'it.log'));
    const args = ['-e', options.program ?? PROGRAM];
    return new KeptProcess({
      name: 'it',
      start: async () => {
        await options.beforeStart?.();
        return startProcess({ name: 'it', file: process.execPath, args, env: {} }, log);
      },
      ready: options.ready ?? (() => Promise.resolve()),
      stopWith: { signal: 'SIGTERM', deadline: 20_000 },
      refusalPatience: options.refusalPatience,
      onStarted: (process) => {
        started.push(process);
        options.onStarted?.();
      },
      onPaused: () => void paused++,
      say: (line) => void said.push(line),
    });
  }

  async function until(look: () => boolean): Promise<void> {
    await waitUntil(look, { until: 'what the test waits for', timeout: 10_000, every: 5 });
  }

  function expectNothingLeft(): void {
    expect(started.filter(({ pid }) => identify(pid))).toEqual([]);
  }
});
