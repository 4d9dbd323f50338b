import type { Platform } from './platform.ts';

/** @throws Error naming what a container of ours may do, and must not */
export async function requireHardened(platform: Platform, services: readonly string[]): Promise<void> {
  for (const service of services) {
    const container = platform.container(service);
    const exec = (...command: string[]) => platform.engine.run('podman', ['exec', container, ...command]);
    const write = `require('node:fs').writeFileSync('/app/written', '')`;
    await refused(
      exec('/nodejs/bin/node', '-e', write),
      /EROFS|EACCES/,
      `${service} can write into its image`,
    );
    await refused(exec('/bin/sh', '-c', 'true'), /no such file|not found/i, `${service} has a shell`);
    const user = await exec('/nodejs/bin/node', '-p', 'process.getuid()');
    if (user === '0') throw new Error(`${service} runs as root`);
    await exec('/nodejs/bin/node', 'health.js'); // as HEALTHCHECK does
  }
}

async function refused(attempt: Promise<unknown>, reason: RegExp, otherwise: string): Promise<void> {
  const error = await attempt.then(
    () => undefined,
    (error: Error) => error,
  );
  if (error === undefined) throw new Error(otherwise);
  if (!reason.test(error.message)) throw error;
}
