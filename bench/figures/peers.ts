import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, type Comparison, type Sample } from '../comparison.ts';
import { happened } from '../events.ts';
import type { Bench } from '../figure.ts';
import { installPeers, peersFolder } from '../install-peers.ts';
import type { Servers } from '../servers.ts';
import { AT_ONCE, handleEach } from './handlers.ts';

const NAMES = readdirSync(peersFolder)
  .filter((file) => file.endsWith('.mjs') && file !== 'run-peer.mjs')
  .map((file) => file.slice(0, -'.mjs'.length));

export const says = `the work of handlers-none, compared with ${NAMES.join(', ')}`;

/** Each peer in a process of its own, with the settings and the guarantee that its file tells. */
export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  installPeers();
  const jobs = quick ? 2_000 : 10_000;
  const comparisons: Comparison[] = [];
  for (const name of NAMES) {
    comparisons.push({
      name: `peer:${name}`,
      unit: 'messages/s',
      subject: `Waybill: ${jobs.toLocaleString('en')} waiting events through relay, broker, inbox and a handler that inserts a row, up to 32 in a commit`,
      baseline: `${name}: as many waiting jobs and a handler that inserts a row, ${AT_ONCE} at once`,
      aim: 1,
      rounds: await alternate(
        rounds,
        () => handleEach(servers, jobs, 'none, up to 32 in a commit'),
        () => runPeer(name, servers, jobs),
      ),
    });
  }
  return comparisons;
}

async function runPeer(name: string, { databaseUrl }: Servers, jobs: number): Promise<Sample> {
  const peer = fork(join(peersFolder, `${name}.mjs`), { execArgv: [] });
  const ended = once(peer, 'exit').then(([status]) => {
    throw new Error(`${name} ended with status ${status} before it had measured`);
  });
  peer.send({
    databaseUrl,
    atOnce: AT_ONCE,
    jobs: Array.from({ length: jobs }, (_, number) => happened(number)),
  });
  const [sample] = (await Promise.race([once(peer, 'message'), ended])) as [Sample];
  ended.catch(() => undefined); // as it should
  return sample;
}
