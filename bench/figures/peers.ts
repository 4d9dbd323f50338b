import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison, Round, Sample } from '../comparison.ts';
import { happened } from '../events.ts';
import type { Bench } from '../figure.ts';
import { installPeers, peersFolder } from '../install-peers.ts';
import type { Servers } from '../servers.ts';
import { AT_ONCE, handleEach, ORDERINGS } from './handlers.ts';

/** By package. */
const NAMES = globSync('**/*.mjs', { cwd: peersFolder, exclude: ['node_modules'] })
  .filter((file) => readFileSync(join(peersFolder, file), 'utf8').includes('await runPeer('))
  .map((file) => file.slice(0, -'.mjs'.length))
  .sort();

export const says = `the work of handlers-none, compared with ${NAMES.join(', ')}`;

/** Each peer in a process of its own, with the settings and the guarantee that its file tells. */
export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  installPeers();
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
  if (!hasRedis) console.log('bullmq is left out: there is no redis-server on the PATH');
  const names = NAMES.filter((name) => name !== 'bullmq' || hasRedis);
  const jobs = quick ? 1_000 : 5_000;
  const measured = Object.fromEntries(names.map((name) => [name, [] as Round[]]));
  // As everywhere, a round before the first is not counted.
  for (let round = 0; round <= rounds; round++) {
    const subject = await handleEach(servers, jobs, ORDERINGS['none, up to 32 in a commit']);
    for (const name of names) {
      const baseline = await runPeer(name, servers, jobs);
      if (round > 0) measured[name]!.push({ subject, baseline });
    }
  }
  return names.map((name) => ({
    name: `peer:${name}`,
    unit: 'messages/s',
    subject: `Waybill: ${jobs.toLocaleString('en')} waiting events through relay, broker, inbox and a handler that inserts a row, up to 32 in a commit`,
    baseline: `${name}: as many waiting jobs and a handler that inserts a row, ${AT_ONCE} at once`,
    note: noteOf(name),
    aim: 1,
    rounds: measured[name]!,
  }));
}

/** The comment at the top of its file. */
function noteOf(name: string): string {
  const [comment = ''] = /^(\/\/ .*\n)+/.exec(readFileSync(join(peersFolder, `${name}.mjs`), 'utf8')) ?? [];
  return comment
    .replaceAll(/^\/\/ /gm, '')
    .replaceAll('\n', ' ')
    .trim();
}

async function runPeer(name: string, { databaseUrl, natsUrl }: Servers, jobs: number): Promise<Sample> {
  const peer = fork(join(peersFolder, `${name}.mjs`), { execArgv: [] });
  const ended = once(peer, 'exit').then(([status]) => {
    throw new Error(`${name} ended with status ${status} before it had measured`);
  });
  peer.send({
    ...{ databaseUrl, natsUrl },
    atOnce: AT_ONCE,
    jobs: Array.from({ length: jobs }, (_, number) => happened(number)),
  });
  const [sample] = (await Promise.race([once(peer, 'message'), ended])) as [Sample];
  ended.catch(() => undefined); // as it should
  return sample;
}
