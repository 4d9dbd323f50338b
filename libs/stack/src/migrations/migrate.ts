import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StackError } from '../errors.js';
import { variableOf } from '../config.js';
import type { ServiceName } from '../workspace.js';
import { isBroughtUp } from './bring-up.js';

type Outcome =
  | { readonly service: ServiceName; readonly applied: string[] }
  | { readonly error: { readonly code: string; readonly message: string; readonly fix?: string } };

/**
 * `bringUp` for the supervisor: in a process of its own, and in none if there is nothing to do.
 *
 * @returns the names of the migrations applied now
 */
export async function migrate(service: ServiceName, url: string, runtimeRole?: string): Promise<string[]> {
  if (await isBroughtUp(service, url, runtimeRole)) return [];
  const outcome = await runMigrate(service, url, runtimeRole);
  if ('applied' in outcome) return outcome.applied;
  const { code, message, fix } = outcome.error;
  throw new StackError(code, message, { fix });
}

function runMigrate(service: ServiceName, owner: string, runtimeRole?: string): Promise<Outcome> {
  const script = fileURLToPath(new URL('./migrate.main.js', import.meta.url));
  // Only the user of this one counts.
  const runtime =
    runtimeRole === undefined ? owner : Object.assign(new URL(owner), { username: runtimeRole }).href;
  const env = {
    ...process.env,
    DATABASE_ADMIN_URL: '',
    [variableOf(service, 'DATABASE_URL')]: runtime,
    [variableOf(service, 'DATABASE_OWNER_URL')]: owner,
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, service], { env }, (error, stdout, stderr) => {
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve(JSON.parse(line) as Outcome);
      else {
        const message = `the migrations of ${service} could not be run: ${stderr || error?.message}`;
        reject(new StackError('MIGRATION_FAILED', message, { cause: error }));
      }
    });
  });
}
