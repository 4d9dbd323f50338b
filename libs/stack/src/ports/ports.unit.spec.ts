import { describe, expect, it } from '@jest/globals';
import { createServer, connect, type AddressInfo } from 'node:net';
import { describePortHolder } from './port-holder.js';
import { portPlan } from './port-plan.js';
import { socketsAt } from './proc-net.js';
import { freePortBase, isFree, requireFreePorts } from './require-free-ports.js';

describe('the port plan', () => {
  it('has the servers near their well-known ports, unless a base is given', () => {
    expect(portPlan()).toMatchObject({
      order: 3001,
      analytics: 3003,
      postgres: 55432,
      nats: 4222,
      natsMonitoring: 8222,
    });
    expect(portPlan(21000)).toMatchObject({
      order: 21001,
      analytics: 21003,
      postgres: 21010,
      nats: 21011,
      natsMonitoring: 21012,
    });
  });
});

it('does not take ports that outgoing connections get', async () => {
  expect(await freePortBase(32_000)).toBeLessThan(32_700);
  await expect(freePortBase(33_000)).rejects.toMatchObject({ code: 'NO_FREE_PORTS' });
});

describe('a taken port', () => {
  it('is named with its use, its holder and the fix', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePorts({ Postgres: port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(
        `port ${port}, wanted for Postgres, is taken by process ${process.pid} (`,
      ),
      fix: expect.stringContaining('--port-base'),
    });
    server.close();
  });

  it('may be held by an outgoing connection, which does not listen', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    expect(await describePortHolder(client.localPort!)).toContain(
      `an outgoing connection of process ${process.pid} (`,
    );
    client.destroy();
    server.close();
  });
});

it('is refused in words on a machine without the loopback address', async () => {
  const elsewhere = '192.0.2.1'; // of the documentation's network: no machine has it
  await expect(isFree(0, elsewhere)).rejects.toMatchObject({
    code: 'NO_IPV4_LOOPBACK',
    fix: expect.stringContaining('ip addr add 127.0.0.1/8 dev lo'),
  });
});

describe("the kernel's table of sockets", () => {
  it('gives the sockets at a local port, listening or not', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000 20 4 30 10 -1
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 333 1 0000 20 4 30 10 -1
`;
    expect(socketsAt(table, 8080)).toEqual([
      { listens: true, inode: '111' },
      { listens: false, inode: '222' },
    ]);
  });
});
