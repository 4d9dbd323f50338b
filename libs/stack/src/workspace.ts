import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.js';
import { declaredServices, type DeclaredService } from './services/declared-services.js';

/** The name of a service: its folder in `apps/`, or the package's name without its scope. */
export type ServiceName = string;

/** What the apps and packages declare. Each service has a port, a process and, unless it says otherwise, a database. */
export const services = declaredServices(workspaceRoot());

/** All services, by port. */
export const serviceNames: readonly ServiceName[] = services.map(({ name }) => name);

/** Those that have a database. */
export const databaseServices: readonly ServiceName[] = services
  .filter(({ database }) => database)
  .map(({ name }) => name);

/** Those that send and handle messages, all of them but the console: their databases hold an outbox and an inbox. */
export const messagingServices: readonly ServiceName[] = databaseServices.filter(
  (name) => name !== 'console',
);

/** @throws StackError `NOT_A_SERVICE` */
export function serviceOf(name: ServiceName): DeclaredService {
  const service = services.find((each) => each.name === name);
  if (service === undefined) throw new StackError('NOT_A_SERVICE', `${name} is not a service`);
  return service;
}

/** The workspace's top folder: the nearest one above this file that holds `nx.json`. */
export function workspaceRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
  }
  throw new StackError('WORKSPACE_NOT_FOUND', `no folder above ${start} holds nx.json`);
}

/** A file or folder of the workspace, named from its top. */
export function inWorkspace(...parts: string[]): string {
  return join(workspaceRoot(), ...parts);
}
