import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { requireNewEnough, shownAddresses } from './outside-broker.js';

describe('an outside nats-server', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  /** Sends what a nats-server sends first. */
  async function broker(version: string): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(`INFO ${JSON.stringify({ version, jetstream: true })} \r\n`);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is refused by name if it is older than the library needs, wherever it is in the list', async () => {
    const [young, old] = [await broker('2.12.0'), await broker('2.10.27')];
    await expect(requireNewEnough(`nats://${young}, nats://user:secret@${old}`)).rejects.toMatchObject({
      code: 'NATS_TOO_OLD',
      message: `the nats-server at nats://${old} is 2.10.27, older than 2.12.0`,
      fix: expect.stringContaining('2.12.0'),
    });
  });

  it('is shown without its login', () => {
    expect(shownAddresses('nats://user:secret@a:4222,tls://b:4223, oh no')).toBe(
      'nats://a:4222, tls://b:4223, an invalid address',
    );
  });

  it('is accepted if it is new enough', async () => {
    await requireNewEnough(`nats://${await broker('2.15.1')}`);
  });

  it('is accepted if it is down, or if its address is for the services to judge', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await requireNewEnough(`nats://127.0.0.1:${port}`);
    await requireNewEnough('ws://127.0.0.1:1,no address at all');
  });
});
