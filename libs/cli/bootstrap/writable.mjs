import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * True if files can be made in a folder, or the folder itself, below the nearest one that exists.
 *
 * @param {string} folder
 * @param {(path: string, mode: number) => void} [access] of the file system, for a test
 * @returns {boolean}
 */
export function isWritable(folder, access = accessSync) {
  let nearest = folder;
  while (!existsSync(nearest) && nearest !== dirname(nearest)) nearest = dirname(nearest);
  try {
    access(nearest, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    return false;
  }
}
