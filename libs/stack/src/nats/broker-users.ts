import { createHmac } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ensureSecret } from '../ensure-secret.js';
import { serverSettings } from '../server-settings.js';
import type { ServiceName } from '../workspace.js';

/**
 * Renders the users of the embedded broker, as settings of nats-server: a user for each service, by its name, and one
 * that `no_auth_user` names. Passwords are `$<USER>_NATS_PASSWORD`; they are made here.
 */
export type RenderBrokerUsers = () => Promise<string>;

/** The embedded broker's users: its settings with them, and the login of each service. */
export class BrokerUsers {
  readonly #dataDir: string;
  readonly #brokers: readonly string[];
  readonly #key: string;
  readonly #render: RenderBrokerUsers;
  #written: string | undefined;
  #writing: Promise<boolean> | undefined;

  private constructor(dataDir: string, brokers: readonly string[], key: string, render: RenderBrokerUsers) {
    this.#dataDir = dataDir;
    this.#brokers = brokers;
    this.#key = key;
    this.#render = render;
  }

  /** Passwords stay the same on this data folder. @param brokers the names of the servers */
  static async on(
    dataDir: string,
    brokers: readonly string[],
    render: RenderBrokerUsers,
  ): Promise<BrokerUsers> {
    const key = await readFile(await ensureSecret(dataDir, 'broker-users-key'), 'utf8');
    return new BrokerUsers(dataDir, brokers, key, render);
  }

  /** The settings of a server, readable by their owner only: there are passwords in them. */
  settingsOf(broker: string): string {
    return join(this.#dataDir, `${broker}.conf`);
  }

  /** Writes the settings, if they are not so already. @returns whether they were changed */
  write(): Promise<boolean> {
    return (this.#writing ??= this.#write().finally(() => (this.#writing = undefined)));
  }

  async #write(): Promise<boolean> {
    const users = (await this.#render()).replaceAll(/\$([A-Z0-9_]+)_NATS_PASSWORD/g, (_, user: string) =>
      JSON.stringify(this.#passwordOf(user)),
    );
    // nats-server takes the path of an include as relative to the file, also an absolute one.
    const text = `include "${relative(this.#dataDir, serverSettings('nats.conf'))}"\n\n${users}`;
    if (text === this.#written) return false;
    await mkdir(this.#dataDir, { recursive: true });
    for (const broker of this.#brokers) {
      const file = this.settingsOf(broker);
      // A member of a cluster that reads its settings again looks for these names there alone, and not in its arguments.
      const name = this.#brokers.length > 1 ? `server_name: ${broker}\ncluster { name: waybill }\n` : '';
      await writeFile(`${file}.new`, name + text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    }
    this.#written = text;
    return true;
  }

  /** @param natsUrl without a login @returns the same addresses with that of the service */
  urlFor(service: ServiceName, natsUrl: string): string {
    const login = `${service}:${this.#passwordOf(service.toUpperCase().replaceAll('-', '_'))}`;
    return natsUrl.replaceAll('nats://', `nats://${login}@`);
  }

  #passwordOf(user: string): string {
    return createHmac('sha256', this.#key).update(user).digest('base64url');
  }
}
