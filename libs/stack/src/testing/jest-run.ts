import { serviceNames } from '../workspace.js';
import { RUN_SERVERS, shareable, type RunServers } from './run-servers.js';
import { ensureTemplate } from './template-database.js';
import { TestServers } from './test-servers.js';

let servers: TestServers | undefined;

/** Starts what the run's test files share. Jest hands the environment on to its workers. */
export async function setUpRun(): Promise<void> {
  servers = await TestServers.make();
  const [postgres, nats, natsProgram] = await Promise.all([
    servers.postgres(),
    servers.nats(),
    servers.natsProgram(),
  ]);
  for (const service of serviceNames) await ensureTemplate(postgres, service);
  const run: RunServers = { folder: servers.folder, postgres, natsProgram, nats: shareable(nats) };
  process.env[RUN_SERVERS] = JSON.stringify(run);
}

export async function tearDownRun(): Promise<void> {
  delete process.env[RUN_SERVERS];
  await servers?.stop();
}
