import type { StackConfig } from '../config.js';
import { StackError, reasonOf } from '../errors.js';
import { NatsCache } from './nats-cache.js';
import type { NatsProgram, NatsSource, SearchContext } from './nats-source.js';
import { requireNewEnough } from './outside-broker.js';
import { cached } from './sources/cached.js';
import { officialRelease } from './sources/official-release.js';
import { onPath } from './sources/on-path.js';
import { systemPackage } from './sources/system-package.js';
import { inWorkspace } from '../workspace.js';

/** Tried in this order. */
const SOURCES: readonly NatsSource[] = [onPath, cached, officialRelease, systemPackage];

/** A running server that is simply used, or a program to run. */
export type FoundNats =
  | { readonly kind: 'outside'; readonly url: string; readonly from: string }
  | ({ readonly kind: 'program' } & NatsProgram);

/**
 * The server that `NATS_URL` names; without it a program, as `findNatsProgram` finds it.
 *
 * @throws StackError `NATS_NOT_FOUND`; `NATS_TOO_OLD` if the server that `NATS_URL` names is
 */
export async function findNatsServer(config: StackConfig, say?: SearchContext['say']): Promise<FoundNats> {
  if (config.natsUrl === undefined) return { kind: 'program', ...(await findNatsProgram(config, say)) };
  await requireNewEnough(config.natsUrl);
  return { kind: 'outside', url: config.natsUrl, from: 'NATS_URL' };
}

/**
 * A nats-server program that is new enough, from the first source that has one.
 *
 * @throws StackError `NATS_NOT_FOUND`, with the reason of each source
 */
export function findNatsProgram(
  config: StackConfig,
  say: SearchContext['say'] = () => undefined,
): Promise<NatsProgram> {
  const { fetch } = globalThis;
  const { platform, arch } = process;
  return search(SOURCES, {
    path: config.path,
    cache: new NatsCache(config.cacheFolder, inWorkspace('node_modules', '.cache', 'waybill')),
    fetch,
    platform,
    arch,
    say,
  });
}

export async function search(sources: readonly NatsSource[], context: SearchContext): Promise<NatsProgram> {
  const reasons: string[] = [];
  for (const { name, find } of sources) {
    try {
      return await find(context);
    } catch (error) {
      reasons.push(`  ${name}: ${reasonOf(error)}`);
    }
  }
  throw new StackError('NATS_NOT_FOUND', `no nats-server could be found:\n${reasons.join('\n')}`, {
    fix: 'install nats-server and put it on the PATH, or set NATS_URL to a running one with JetStream',
  });
}
