import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.js';

/**
 * The services that send and handle messages: their databases hold an outbox and an inbox. A service that stands here
 * gets a database, a port, a process and test databases; its place is its port, so new ones come last.
 */
export const messagingServices = ['order', 'recommendation', 'analytics'] as const;

/** The services that own a database, in the order in which they are shown. */
export const serviceNames = ['console', ...messagingServices] as const;
export type ServiceName = (typeof serviceNames)[number];

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
