import type { NatsProgram } from '@waybill/stack/parts';
import type { TestPostgres } from './test-postgres.js';
import type { TestNatsServer } from './test-nats.js';
import { TestServers } from './test-servers.js';

/** What the test files of one run share, passed to them in the environment by Jest's global set-up. */
export interface RunServers {
  readonly postgres: TestPostgres;
  readonly natsProgram: NatsProgram;
  readonly nats: { readonly url: string; readonly monitoringUrl: string; readonly version: string };
}

export const RUN_SERVERS = 'WAYBILL_TEST_SERVERS';

/** The folder that is removed with the run, passed on in the same way. */
export const RUN_FOLDER = 'WAYBILL_TEST_FOLDER';

/** Undefined if no run has been set up (a test file run by itself, a script). */
export function runServers(env: NodeJS.ProcessEnv = process.env): RunServers | undefined {
  const text = env[RUN_SERVERS];
  return text === undefined ? undefined : (JSON.parse(text) as RunServers);
}

let own: Promise<TestServers> | undefined;

/** Servers of this process alone: for what is private, and for everything if no run has been set up. */
export function ownServers(): Promise<TestServers> {
  return (own ??= TestServers.make(process.env[RUN_FOLDER]));
}

/** Stops what this process started for itself. It would end with the process too; a script may need that sooner. */
export async function stopOwnServers(): Promise<void> {
  const servers = own;
  own = undefined;
  await (await servers)?.stop();
}

export function shareable(nats: TestNatsServer): RunServers['nats'] {
  return { url: nats.url, monitoringUrl: nats.monitoringUrl, version: nats.version };
}
