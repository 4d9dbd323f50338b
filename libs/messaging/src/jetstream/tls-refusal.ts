import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TlsOptions } from '@nats-io/transport-node';

/** A server that takes the client's certificate says nothing, so silence for so long means that it did. */
const SILENCE_MS = 1_000;

/**
 * Asks a server why it ends an encrypted connection. In TLS 1.3 it refuses a client's certificate, or the lack of one, when
 * the client has done its part; the NATS client ignores that and waits for its timeout.
 *
 * @param address `host:port`
 * @returns undefined if the server accepts it
 */
export async function tlsRefusal(
  address: string,
  { caFile, certFile, keyFile }: Pick<TlsOptions, 'caFile' | 'certFile' | 'keyFile'>,
): Promise<string | undefined> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  const signal = AbortSignal.timeout(5 * SILENCE_MS);
  const socket = connectTcp({ host, port: Number(port), signal });
  try {
    await once(socket, 'data', { signal }); // INFO: the server offers TLS
    const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path));
    const secured = connectTls({
      ...{ socket, servername: host },
      ...{ ca: read(caFile), cert: read(certFile), key: read(keyFile) },
    });
    await once(secured, 'secureConnect', { signal });
    await once(secured, 'data', { signal: AbortSignal.timeout(SILENCE_MS) });
    return undefined;
  } catch (error) {
    return (error as Error).name === 'AbortError' ? undefined : (error as Error).message;
  } finally {
    socket.destroy();
  }
}
