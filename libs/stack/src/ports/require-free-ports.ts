import { createServer } from 'node:net';
import { StackError, systemErrorCode } from '../errors.js';
import { describePortHolder } from './port-holder.js';
import { portPlan } from './port-plan.js';

/**
 * Checks before anything is started whether all ports are free.
 *
 * @param ports what each is for, to number
 * @throws StackError `PORT_TAKEN` naming each taken port, its holder and the fix
 */
export async function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const taken = await Promise.all(
    Object.entries(ports).map(async ([use, port]) =>
      (await isFree(port)) ? [] : [await describe(use, port)],
    ),
  );
  const lines = taken.flat();
  if (lines.length === 0) return;
  throw new StackError('PORT_TAKEN', lines.join('\n'), {
    fix: 'stop the holder, or use other ports: npm start -- --port-base <n>',
  });
}

/** From here on systems assign ports to outgoing connections (Linux, the others later): one could have a server's port when that starts again. */
const FIRST_EPHEMERAL = 32_768;

/**
 * The first base from `from` on, in steps of a hundred, for a `portPlan` of which every port is free, and is not one that a
 * client may get.
 */
export async function freePortBase(from: number): Promise<number> {
  for (let base = from; base + 100 <= FIRST_EPHEMERAL; base += 100) {
    const free = await Promise.all(Object.values(portPlan(base)).map((port) => isFree(port)));
    if (free.every(Boolean)) return base;
  }
  throw new StackError('NO_FREE_PORTS', `no free ports for a stack from ${from} to ${FIRST_EPHEMERAL}`);
}

/** Not `localhost`, which may be ::1 alone. */
const LOOPBACK = '127.0.0.1';

/**
 * True if we could listen there now.
 *
 * @throws StackError `PORT_FORBIDDEN`; `NO_IPV4_LOOPBACK`
 */
export async function isFree(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = systemErrorCode(error);
      if (code === 'EADDRINUSE') resolve(false);
      else if (code === 'EACCES') {
        reject(
          new StackError('PORT_FORBIDDEN', `this user may not listen on port ${port}`, {
            fix: 'choose ports from 1024 up: npm start -- --port-base <n>',
          }),
        );
      } else if (code === 'EADDRNOTAVAIL') {
        reject(
          new StackError(
            'NO_IPV4_LOOPBACK',
            `this machine has no address ${LOOPBACK}, on which everything listens`,
            {
              fix: `give its loopback interface that address (ip addr add ${LOOPBACK}/8 dev lo), beside IPv6`,
            },
          ),
        );
      } else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function describe(use: string, port: number): Promise<string> {
  return `port ${port}, wanted for ${use}, is taken by ${await describePortHolder(port)}`;
}
