import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs apt-get or dpkg-deb, in English. @throws Error with the first error that it reports */
export async function runApt(file: string, args: readonly string[], cwd?: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  try {
    const options = { cwd, env, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 };
    return (await promisify(execFile)(file, args, options)).stdout;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const firstError = /^E: (.*)$/m.exec(stderr ?? '')?.[1] ?? message.split('\n')[0];
    throw new Error(`${file} ${args.at(-1)}: ${firstError}`, { cause: error });
  }
}
