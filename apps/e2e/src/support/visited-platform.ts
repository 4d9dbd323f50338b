import { afterAll, beforeAll } from '@jest/globals';
import { ConsoleApi } from './console-api.js';
import { Platform } from './platform.js';
import { Visitors } from './visitors.js';

export interface VisitedPlatform {
  readonly platform: Platform;
  readonly api: ConsoleApi;
  readonly visitors: Visitors;
}

/** A platform for this spec file alone, with visitors to its page. It is up when the file's tests run. */
export function visitedPlatform(): VisitedPlatform {
  const visited: { -readonly [Part in keyof VisitedPlatform]?: VisitedPlatform[Part] } = {};
  beforeAll(async () => {
    visited.platform = await Platform.start();
    visited.api = await ConsoleApi.of(visited.platform);
    visited.visitors = await Visitors.to(visited.platform);
  }, 240_000);
  afterAll(async () => {
    await visited.visitors?.leave();
    await visited.platform?.stop();
  }, 60_000);
  return visited as VisitedPlatform;
}
