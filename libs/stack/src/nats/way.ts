import type { NatsCache } from './nats-cache.js';

/** What the ways may look at. Passed in, so that each can be tried with a made-up machine. */
export interface SearchContext {
  readonly natsUrl: string | undefined;
  readonly path: readonly string[];
  readonly cache: NatsCache;
  readonly fetch: typeof globalThis.fetch;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Told before something slow begins. */
  readonly say: (line: string) => void;
}

/** A server elsewhere that is simply used, or a program to run. */
export type FoundNats =
  | { readonly kind: 'outside'; readonly url: string; readonly from: string }
  | { readonly kind: 'program'; readonly path: string; readonly version: string; readonly from: string };

/** Why a way led nowhere. */
export interface NotFound {
  readonly kind: 'not-found';
  readonly reason: string;
}

/** One way of coming by a nats-server. Failing is an ordinary outcome: the next one is tried. */
export interface Way {
  readonly name: string;
  find(context: SearchContext): Promise<FoundNats | NotFound>;
}

export function notFound(reason: string): NotFound {
  return { kind: 'not-found', reason };
}
