import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The oldest server that the messaging library's guarantees hold on. */
export const OLDEST_NATS_VERSION = '2.12.0';

/** Why a server of this version cannot be used; undefined if it can. */
export function tooOld(version: string): string | undefined {
  const isNewEnough = version.localeCompare(OLDEST_NATS_VERSION, 'en', { numeric: true }) >= 0;
  return isNewEnough ? undefined : `is ${version}, older than ${OLDEST_NATS_VERSION}`;
}

/**
 * Runs `nats-server --version`.
 *
 * @param shownAs what the error calls it
 * @throws Error if it is too old, or no nats-server that runs here
 */
export async function versionOfUsable(file: string, shownAs = file): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(file, ['--version'], { timeout: 10_000 });
  const version = /v(\d+\.\d+\.\d+)/.exec(stdout + stderr)?.[1];
  if (version === undefined) throw new Error(`${file} --version says ${JSON.stringify(stdout.trim())}`);
  const reason = tooOld(version);
  if (reason !== undefined) throw new Error(`${shownAs} ${reason}`);
  return version;
}
