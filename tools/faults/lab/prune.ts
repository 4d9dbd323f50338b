import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WAYBILL = join(import.meta.dirname, '../../waybill.mjs');

/**
 * What an operator does once a deployment, or the way back from it, is final: removes the durables that no running
 * process declares. As long as they exist, messages wait there for the other release.
 *
 * @throws Error with what the command printed
 */
export async function prune(dataDir: string): Promise<void> {
  const command = [WAYBILL, 'consumers', 'prune', '--yes', '--data-dir', dataDir];
  await promisify(execFile)(process.execPath, command);
}
