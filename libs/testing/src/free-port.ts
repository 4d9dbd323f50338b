import { randomInt } from 'node:crypto';
import { isFree } from '@waybill/stack/parts';

/**
 * Below the ports that systems assign to outgoing connections (Linux from 32768, others from 49152): one of those
 * could take the port of a server that is killed and started again. Above the well-known ports, and above 10080, which
 * `fetch` refuses.
 */
const [FIRST, END] = [10_100, 24_000];

/** Every process begins at another port, so that test files that run at once do not take the same. */
let next = randomInt(FIRST, END);

/** A port that is free now; no two calls return the same. */
export async function freePort(): Promise<number> {
  for (let tries = FIRST; tries < END; tries++) {
    const port = next;
    next = next + 1 < END ? next + 1 : FIRST;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${END}`);
}
