import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../process/process-identity.js';
import { orphansOf, RunRecord, runningSupervisor } from './run-record.js';

describe('the record of a run', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'waybill-record-'));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  it('is held by one supervisor at a time', () => {
    const { record } = RunRecord.take(dataDir);
    expect(() => RunRecord.take(dataDir)).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }));
    record.release();
    expect(RunRecord.take(dataDir).orphans).toEqual({});
  });

  it('names every process, the supervisor included, as soon as it is added', async () => {
    const { record } = RunRecord.take(dataDir);
    const child = await start();
    record.add('nats', child);
    expect(record.pids).toEqual({ supervisor: process.pid, nats: child.pid });
    expect(JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8'))).toMatchObject({
      children: { nats: child },
    });
  });

  it('hands over what a supervisor that was killed left running, and only that', async () => {
    const living = await start();
    abandon({ living, ended: { pid: living.pid, startedAt: 'another time' } });
    expect(orphansOf(dataDir)).toEqual({ living });
    expect(runningSupervisor(dataDir)).toBeUndefined();
    expect(RunRecord.take(dataDir).orphans).toEqual({ living });
    expect(runningSupervisor(dataDir)).toEqual(identify(process.pid));
  });

  it('does not take another process with a recycled pid for the supervisor', () => {
    writeFileSync(
      join(dataDir, 'run.json'),
      JSON.stringify({ supervisor: { pid: process.pid, startedAt: 'before the reboot' }, children: {} }),
    );
    expect(runningSupervisor(dataDir)).toBeUndefined();
    expect(() => RunRecord.take(dataDir)).not.toThrow();
  });

  it('counts a file that was cut off as stale', () => {
    writeFileSync(join(dataDir, 'run.json'), '{"supervisor":{"pi');
    expect(RunRecord.take(dataDir).orphans).toEqual({});
  });

  function abandon(left: Record<string, ProcessIdentity>): void {
    const supervisor = { pid: 1, startedAt: 'never' };
    writeFileSync(join(dataDir, 'run.json'), JSON.stringify({ supervisor, children: left }));
  }

  async function start(): Promise<ProcessIdentity> {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(child);
    await new Promise((resolve) => child.once('spawn', resolve));
    return identify(child.pid!)!;
  }
});
