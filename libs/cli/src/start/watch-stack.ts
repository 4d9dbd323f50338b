import { join } from 'node:path';
import {
  runningLogins,
  serviceNames,
  serviceOf,
  StackError,
  workspaceRoot,
  type Stack,
} from '@waybill/stack';
import { bringUpDatabase } from '../watch/bring-up-database.js';
import { ServiceWatch } from '../watch/watch-services.js';

/** Restarts the services of a running stack when their code changes. */
export async function watchStack(
  stack: Stack,
  dataDir: string,
  write: (text: string) => void,
): Promise<ServiceWatch> {
  const root = workspaceRoot();
  const watch = await ServiceWatch.start({
    root,
    services: serviceNames.filter((name) => name in stack.state.urls && isApp(root, name)),
    restart: (service) => stack.restart(service).catch(saidAlready),
    bringUpDatabase: (service) =>
      bringUpDatabase(root, service, runningLogins(dataDir, service, stack.state.postgres[service]!)),
    say: (line) => write(`  ${line}\n`),
  });
  write('Watching: a service restarts when code that it loads is saved.\n');
  return watch;
}

/** A package does not change while the platform runs. */
function isApp(root: string, service: string): boolean {
  return serviceOf(service).main.startsWith(join(root, 'apps'));
}

/** The stack reports by itself that a service refuses to start. */
function saidAlready(error: unknown): boolean {
  if (error instanceof StackError && error.code === 'REFUSED_TO_START') return false;
  throw error;
}
