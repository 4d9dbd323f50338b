import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ignore } from './errors.js';

/**
 * The file of that name in the data folder, with 256 random bits: made at the first start, kept from then on, and readable
 * to this user only.
 */
export async function ensureSecret(dataDir: string, name: string): Promise<string> {
  const file = join(dataDir, name);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    ignore(error, 'EEXIST');
  }
  return file;
}
