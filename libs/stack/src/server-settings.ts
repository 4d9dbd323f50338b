import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inWorkspace } from './workspace.js';

/** The settings of a server of the stack: the workspace's own in `deploy/`, if it has them, or those of this package. */
export function serverSettings(file: 'nats.conf' | 'postgres.conf'): string {
  const own = inWorkspace('deploy', file);
  return existsSync(own) ? own : fileURLToPath(new URL(`../servers/${file}`, import.meta.url));
}
