import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { TcpProxy } from './tcp-proxy.ts';

describe('a link through the proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  /** What the server has of each connection. */
  let accepted: { socket: Socket; text: string; ended: boolean }[];
  const clients: Socket[] = [];

  beforeEach(async () => {
    accepted = [];
    server = createServer({ allowHalfOpen: true }, (socket) => {
      const entry = { socket, text: '', ended: false };
      accepted.push(entry);
      socket.on('error', () => undefined);
      socket.on('end', () => (entry.ended = true));
      socket.on('data', (data) => {
        entry.text += data.toString();
        socket.write(`echo ${data.toString()}`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.to(new URL(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy[Symbol.asyncDispose]();
    for (const { socket } of accepted) socket.destroy();
    server.close();
  });

  async function open(): Promise<{ socket: Socket; text: () => string; error: () => string | undefined }> {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    clients.push(socket);
    let text = '';
    let code: string | undefined;
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code));
    await once(socket, 'connect');
    return { socket, text: () => text, error: () => code };
  }
  async function until(probe: () => boolean): Promise<void> {
    while (!probe()) await turn();
  }
  /** Long enough for bytes to arrive that are not held: a connection opened later has been there and back. */
  async function othersHaveArrived(): Promise<void> {
    const later = connect((server.address() as AddressInfo).port, '127.0.0.1');
    clients.push(later);
    for (let round = 0; round < 20; round++) {
      later.write('.');
      await once(later, 'data');
    }
  }

  it('carries bytes both ways, and the end of either side', async () => {
    const client = await open();
    client.socket.write('a');
    await until(() => client.text() === 'echo a');
    client.socket.end('b');
    await until(() => accepted[0]!.ended);
    // Half-closed: the answer to what came before the end still arrives.
    await until(() => client.text() === 'echo aecho b');
    accepted[0]!.socket.end();
    await once(client.socket, 'close');
    await until(() => proxy.connections === 0);
  });

  it('loses nothing and changes no order while it is slow', async () => {
    const client = await open();
    proxy.degrade({ latencyMs: 1, bytesPerSecond: 200_000 });
    const sent = Array.from({ length: 500 }, (_, n) => `${n};`).join('');
    for (const part of sent.match(/.{1,100}/g)!) client.socket.write(part);
    await until(() => accepted[0]?.text === sent);
  });

  it.each(['to-server', 'to-client'] as const)('holds what goes %s, and only that', async (lost) => {
    const client = await open();
    client.socket.write('a');
    await until(() => client.text() === 'echo a');
    proxy.degrade({ lost: [lost] });
    client.socket.write('b');
    if (lost === 'to-client') await until(() => accepted[0]!.text === 'ab');
    await othersHaveArrived();
    expect([accepted[0]!.text, client.text()]).toEqual([lost === 'to-client' ? 'ab' : 'a', 'echo a']);
    await proxy.heal();
    await until(() => client.text() === 'echo aecho b');
  });

  it('establishes no connection while it is silent, and does so afterwards', async () => {
    proxy.degrade({ lost: ['to-server', 'to-client'] });
    const client = await open();
    client.socket.write('a');
    await othersHaveArrived();
    expect(accepted.filter(({ text }) => text === 'a')).toEqual([]);
    await proxy.heal();
    await until(() => client.text() === 'echo a');
  });

  it('resets every connection, and takes new ones', async () => {
    const client = await open();
    client.socket.write('a');
    await until(() => client.text() === 'echo a');
    proxy.reset();
    await until(() => client.socket.closed && accepted[0]!.socket.closed);
    expect(client.error()).toBe('ECONNRESET');
    const next = await open();
    next.socket.write('b');
    await until(() => next.text() === 'echo b');
  });

  it('is half-open: the server has lost the connection, the client learns it when the link is healed', async () => {
    const client = await open();
    client.socket.write('a');
    await until(() => client.text() === 'echo a');
    proxy.strand();
    await until(() => accepted[0]!.ended || accepted[0]!.socket.closed);
    const late = await open();
    client.socket.write('b');
    late.socket.write('c');
    await othersHaveArrived();
    expect([client.socket.closed, late.socket.closed, client.text(), late.text()]).toEqual([
      false,
      false,
      'echo a',
      '',
    ]);
    await proxy.heal();
    await until(() => client.socket.closed && late.socket.closed);
    expect([client.error(), late.error()]).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('refuses like a port that nobody listens on, and is the same address afterwards', async () => {
    const { url } = proxy;
    const client = await open();
    await proxy.refuse();
    await until(() => client.socket.closed);
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.heal();
    expect(proxy.url).toBe(url);
    const next = await open();
    next.socket.write('b');
    await until(() => next.text() === 'echo b');
  });

  it('breaks the connection of a client whose server is gone', async () => {
    server.close();
    const client = await open();
    await until(() => client.socket.closed);
    expect(client.error()).toBe('ECONNRESET');
  });
});
