import { resolve } from 'node:path';

/**
 * A path as the person typed it. npm runs scripts in the workspace's root whatever folder it is called from,
 * and names that folder in INIT_CWD.
 */
export function userPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
