import { StackError, reasonOf } from '../errors.js';
import type { StackConfig } from '../config.js';
import { NatsCache } from './nats-cache.js';
import { requireNewEnough } from './outside-broker.js';
import { notFound, type FoundNats, type SearchContext, type Way } from './way.js';
import { cached } from './ways/cached.js';
import { givenByEnvironment } from './ways/given-by-environment.js';
import { officialRelease } from './ways/official-release.js';
import { onThePath } from './ways/on-the-path.js';
import { systemPackage } from './ways/system-package.js';

/** In this order; the first that succeeds is used. */
export const ways: readonly Way[] = [givenByEnvironment, onThePath, cached, officialRelease, systemPackage];

export interface FindNatsOptions {
  readonly say?: (line: string) => void;
}

/**
 * Comes by a nats-server that is new enough, in one of five ways.
 *
 * @throws StackError `NATS_NOT_FOUND`, with what each way said; `NATS_TOO_OLD` where an outside server is
 */
export async function findNatsServer(config: StackConfig, options: FindNatsOptions = {}): Promise<FoundNats> {
  if (config.natsUrl !== undefined) await requireNewEnough(config.natsUrl);
  const context: SearchContext = {
    natsUrl: config.natsUrl,
    path: config.path,
    cache: new NatsCache(config.cacheFolder),
    fetch: globalThis.fetch,
    platform: process.platform,
    arch: process.arch,
    say: options.say ?? (() => undefined),
  };
  return search(ways, context);
}

export async function search(ways: readonly Way[], context: SearchContext): Promise<FoundNats> {
  const reasons: string[] = [];
  for (const way of ways) {
    const result = await way.find(context).catch((error: unknown) => notFound(reasonOf(error)));
    if (result.kind !== 'not-found') return result;
    reasons.push(`  ${way.name}: ${result.reason}`);
  }
  throw new StackError('NATS_NOT_FOUND', `no nats-server could be found:\n${reasons.join('\n')}`, {
    fix: 'install nats-server and put it on the PATH, or set NATS_URL to a running one with JetStream',
  });
}
