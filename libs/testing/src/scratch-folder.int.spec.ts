import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity, signal, waitUntil } from '@waybill/stack/parts';
import { ownServers } from './index.js';
import { clearFolder, discardFolder, makeScratchFolder } from './scratch-folder.js';

const started: ProcessIdentity[] = [];

afterEach(() => {
  for (const each of started.splice(0)) signal(each, 'SIGKILL');
});

/** A process with another one below it, in a group of its own, as the stack starts its children. */
async function startGroup(): Promise<{ leader: ProcessIdentity; member: ProcessIdentity }> {
  const child = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.stdout.destroy();
  const [leader, member] = [identify(child.pid!)!, identify(Number(line))!];
  started.push(leader, member);
  return { leader, member };
}

/** A folder of a run, and in it one of a platform that another process supervises. */
async function makePlatform() {
  const folder = (await ownServers()).scratchFolder();
  const inner = makeScratchFolder(folder);
  const [supervisor, order] = [await startGroup(), await startGroup()];
  const run = { supervisor: supervisor.leader, children: { order: order.leader } };
  writeFileSync(join(inner, 'run.json'), JSON.stringify(run));
  return { folder, supervisor, order };
}

describe("a test run's folder", () => {
  it('is cleared of a platform that a test has left behind, supervisor first', async () => {
    const { folder, supervisor, order } = await makePlatform();
    await clearFolder(folder);
    expect([supervisor, order].map(({ leader }) => identify(leader.pid))).toEqual([undefined, undefined]);
    expect(existsSync(folder)).toBe(false);
  });

  it('is discarded without a moment to wait, with all that its processes have started', async () => {
    const { folder, supervisor, order } = await makePlatform();
    discardFolder(folder);
    expect(existsSync(folder)).toBe(false);
    const pids = [supervisor.leader.pid, order.leader.pid, order.member.pid];
    await waitUntil(() => pids.every((pid) => identify(pid) === undefined), {
      until: 'the killed processes have ended',
      timeout: 90_000,
    });
  });
});
