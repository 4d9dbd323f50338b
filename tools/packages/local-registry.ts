// A registry of our own on loopback: what is published to it is installed as from the real one, by npm's own commands.
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer } from 'verdaccio';
import { runNpm } from './npm.ts';

export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
  /** Environment of an npm command that is to use this registry. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Publishes folders that are ready for npm.
   *
   * @throws Error npm's own, for example that a version is there already
   */
  publish(folders: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Packages named in `own` come from here alone; every other one is handed through from the registry that npm uses on this
 * machine, and not kept.
 *
 * @param own names of packages, for example `@waybill/*`
 */
export async function startLocalRegistry(
  own: readonly string[] = ['@waybill/*', 'create-waybill'],
): Promise<LocalRegistry> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'waybill-registry-'));
  const upstream = (await runNpm(['config', 'get', 'registry'])).trim();
  const server = (await runServer(configuration(folder.path, upstream, own) as never)) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}/`;
  const userConfig = join(folder.path, 'npmrc');
  // npm does not publish without a token; the registry takes any.
  await writeFile(userConfig, `registry=${url}\n//${host}/:_authToken=anyone\n`);
  const env = { npm_config_userconfig: userConfig, npm_config_registry: url };
  return {
    url,
    env,
    async publish(folders) {
      for (const each of folders) await runNpm(['publish', '--loglevel=error'], { cwd: each, env });
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };

  async function stop(): Promise<void> {
    server.closeAllConnections();
    server.close();
    await folder.remove();
  }
}

function configuration(folder: string, upstream: string, own: readonly string[]): object {
  const anyone = { access: '$all', publish: '$all', unpublish: '$all' };
  return {
    configPath: join(folder, 'verdaccio.yaml'), // not read: the place that others are relative to
    storage: join(folder, 'storage'),
    uplinks: { upstream: { url: upstream, cache: false, timeout: '60s' } },
    packages: {
      ...Object.fromEntries(own.map((name) => [name, anyone])),
      '**': { access: '$all', proxy: 'upstream' },
    },
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
    self_path: folder,
  };
}
