import { connect } from 'node:net';
import { StackError } from '../errors.js';

export interface NatsInfo {
  readonly version: string;
  readonly jetstream: boolean;
}

/** What a nats-server says about itself: the first line on any connection, before the login. */
export function natsInfo(url: string, timeout = 3_000): Promise<NatsInfo> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 4222), timeout });
    let text = '';
    const fail = (reason: string) => {
      socket.destroy();
      reject(new StackError('NATS_UNREACHABLE', `${hostname}:${port || 4222}: ${reason}`));
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const line = /^INFO (\{.*\})\s*\r\n/.exec(text)?.[1];
      if (line === undefined) return;
      socket.destroy();
      const { version, jetstream = false } = JSON.parse(line) as Partial<NatsInfo>;
      resolve({ version: String(version), jetstream });
    });
    socket.on('timeout', () => fail('no response'));
    socket.on('error', ({ message }) => fail(message));
    socket.on('close', () => fail('closed the connection without a greeting'));
  });
}
