import { preparedNameOf } from '@waybill/messaging/operations';
import pg from 'pg';

/**
 * Has the server prepare the messaging library's statements once per session, so that it does not plan them again for
 * every message. Behind a pooler it does not: the next transaction may run on a server connection where the statement
 * is not prepared.
 */
export class PreparingClient extends pg.Client {
  #mayPrepare = false;

  constructor(config?: pg.ClientConfig) {
    super(config);
    // The pool listens once it is connected; a session that is lost before would end the process.
    this.on('error', () => {});
  }

  /** The pool calls it with a callback. */
  override connect(callback?: unknown): never {
    const connected = super.connect().then(() => this.#detectPooler());
    const done = callback as ((error: Error | null) => void) | undefined;
    return (done ? connected.then(() => done(null), done) : connected) as never;
  }

  /** Compares the server process that was announced when the session began with the one that runs its statements. */
  async #detectPooler(): Promise<void> {
    const { rows } = await super.query<{ backend: number }>('SELECT pg_backend_pid() AS backend');
    const { processID } = this as unknown as { processID: number | null };
    this.#mayPrepare = rows[0]!.backend === processID;
  }

  /** It has six signatures: with the text and the values apart, or in an object, as Prisma's adapter calls it. */
  override query(query: unknown, ...rest: unknown[]): never {
    const send = super.query.bind(this) as (query: unknown, ...rest: unknown[]) => never;
    if (!this.#mayPrepare) return send(query, ...rest);
    const [values, ...others] = rest;
    if (typeof query === 'string' && Array.isArray(values)) {
      const name = preparedNameOf(query);
      return name ? send({ name, text: query, values }, ...others) : send(query, ...rest);
    }
    const { name = preparedNameOf((query as pg.QueryConfig).text) } = query as pg.QueryConfig;
    return send(name ? { ...(query as pg.QueryConfig), name } : query, ...rest);
  }
}
