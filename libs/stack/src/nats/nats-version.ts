import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The oldest server that the messaging library's guarantees hold on. */
export const OLDEST_NATS_VERSION = '2.12.0';

/** Why a server of this version is of no use, in words; undefined where it is. */
export function tooOld(version: string): string | undefined {
  return isAtLeast(version, OLDEST_NATS_VERSION)
    ? undefined
    : `is ${version}, older than ${OLDEST_NATS_VERSION}`;
}

/** Runs `nats-server --version`; rejects if that is no nats-server that runs here. */
export async function natsVersionOf(file: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(file, ['--version'], { timeout: 10_000 });
  const version = /v(\d+\.\d+\.\d+)/.exec(stdout + stderr)?.[1];
  if (version === undefined) throw new Error(`${file} --version says ${JSON.stringify(stdout.trim())}`);
  return version;
}

/** True if `version` is at least `least`, number by number. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of want!.entries()) {
    const had = have![index] ?? 0;
    if (had !== wanted) return had > wanted;
  }
  return true;
}
