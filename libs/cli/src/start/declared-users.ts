import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reasonOf, StackError, workspaceRoot, type RenderBrokerUsers } from '@waybill/stack';

const MAIN = fileURLToPath(new URL('./declared-users.main.js', import.meta.url));

/** What decides what services declare. */
const CODE = ['{apps,libs}/*/dist/**/*.js', 'package-lock.json'];

/**
 * The users of the embedded broker, as the services declare them. Loading all services takes a second of the processor, so
 * what it brought is kept in the data folder for as long as the code is the same.
 */
export function declaredUsers(dataDir: string, main = MAIN): RenderBrokerUsers {
  const file = join(dataDir, 'broker-users.conf');
  return async () => {
    const head = `# ${fingerprint()}\n`;
    const kept = read(file);
    if (kept?.startsWith(head)) return kept.slice(head.length);
    const users = await load(main);
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, head + users);
    return users;
  };
}

/** @throws StackError `BROKER_USERS` a service cannot be loaded */
async function load(main: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [main], {
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new StackError(
      'BROKER_USERS',
      `what the services may do at the broker cannot be read from what they declare:\n${stderr.trim() || reasonOf(error)}`,
      { fix: 'correct that, or start without users of the broker: BROKER_USERS=off', cause: error },
    );
  }
}

function fingerprint(): string {
  const root = workspaceRoot();
  const hash = createHash('sha256').update(process.env['NATS_NAMESPACE'] ?? '');
  for (const path of globSync(CODE, { cwd: root }).sort()) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
