import { generatesClient } from '@waybill/nx/generates-client';
import { migrate, runtimeRole, type DatabaseLogins } from '@waybill/stack';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * After a change in `prisma/<service>`: generates the service's client anew, if it has one, and applies the migrations
 * that are missing in its running database.
 *
 * @returns what was done, in words
 * @throws Error the schema is wrong, or a migration fails or was changed after it had been applied
 */
export async function bringUpDatabase(
  root: string,
  service: string,
  logins: DatabaseLogins,
): Promise<string> {
  const hasClient = generatesClient(root, service);
  if (hasClient) await generateClient(root, service);
  const applied = await migrate(service, logins.owner, runtimeRole(logins));
  const migrations =
    applied.length > 0
      ? `applied ${applied.join(', ')}`
      : `no new migration (if the tables change: npm run migration -- ${service} <name>)`;
  return `prisma/${service}: ${hasClient ? 'client generated, ' : ''}${migrations}`;
}

/** Without Nx, which takes a second to find out what else there is. */
async function generateClient(root: string, service: string): Promise<void> {
  const script = fileURLToPath(import.meta.resolve('@waybill/nx/generate-client'));
  await promisify(execFile)(process.execPath, [script, service], { cwd: root }).catch(
    ({ stderr }: { stderr: string }) => {
      throw new Error(stderr.trim());
    },
  );
}
