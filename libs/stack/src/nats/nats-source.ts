import type { NatsCache } from './nats-cache.js';

/** A nats-server to run. */
export interface NatsProgram {
  readonly path: string;
  readonly version: string;
  /** As shown to people. */
  readonly from: string;
}

/** Where a nats-server may come from. That it is not there is an ordinary outcome: the next source is tried. */
export interface NatsSource {
  readonly name: string;
  /** @throws Error with the reason why it has none that can be used */
  find(context: SearchContext): Promise<NatsProgram>;
}

/** What the sources may look at. Passed in, so that each can be tested on a made-up machine. */
export interface SearchContext {
  readonly path: readonly string[];
  readonly cache: NatsCache;
  readonly fetch: typeof globalThis.fetch;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Called before something slow begins. */
  readonly say: (line: string) => void;
}
