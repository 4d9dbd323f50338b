import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The file with the master key of personal data, made at the first start and readable to this user only. Without it the
 * personal data in the databases and streams of this folder cannot be read.
 */
export async function ensurePersonalDataKey(dataDir: string): Promise<string> {
  const file = join(dataDir, 'personal-data-key');
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}
