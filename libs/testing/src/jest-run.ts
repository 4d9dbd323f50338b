import { databaseServices } from '@waybill/stack/parts';
import { RUN_FOLDER, RUN_SERVERS, shareable, type RunServers } from './run-servers.js';
import { ensureTemplate } from './template-database.js';
import { TestServers } from './test-servers.js';

let servers: TestServers | undefined;

/** Makes the folder for all that the run's test files start. Jest hands the environment on to its workers. */
export async function setUpFolder(): Promise<TestServers> {
  servers ??= await TestServers.make();
  process.env[RUN_FOLDER] = servers.folder;
  return servers;
}

/** Starts what the run's test files share, and gives it. */
export async function setUpServers(): Promise<RunServers> {
  const servers = await setUpFolder();
  const [postgres, nats, natsProgram] = await Promise.all([
    servers.postgres(),
    servers.nats(),
    servers.natsProgram(),
  ]);
  for (const service of databaseServices) await ensureTemplate(postgres, service);
  const run: RunServers = { postgres, natsProgram, nats: shareable(nats) };
  process.env[RUN_SERVERS] = JSON.stringify(run);
  return run;
}

export async function tearDownRun(): Promise<void> {
  delete process.env[RUN_SERVERS];
  delete process.env[RUN_FOLDER];
  const ended = servers;
  servers = undefined;
  await ended?.stop();
}
