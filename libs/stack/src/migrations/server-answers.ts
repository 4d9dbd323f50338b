import { systemErrorCode } from '../errors.js';
import { withClient } from '../postgres/with-client.js';
import { waitUntil } from '../process/wait-until.js';

/** SQLSTATE of a server that starts, stops or recovers. */
const CANNOT_CONNECT_NOW = '57P03';
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  CANNOT_CONNECT_NOW,
]);

/**
 * Waits for a server that is not up yet: containers start in any order.
 *
 * @throws at once what else the server answers, such as a wrong password; StackError `TIMED_OUT` after two minutes
 */
export async function serverAnswers(url: string, timeout = 120_000): Promise<void> {
  const { host } = new URL(url);
  const refusal = await waitUntil(() => refusalOf(url), {
    ...{ until: `Postgres at ${host} accepts connections`, timeout, every: 250 },
  });
  if (refusal instanceof Error) throw refusal;
}

/** @throws if the server is away */
async function refusalOf(url: string): Promise<Error | true> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    if (!(error instanceof Error) || isAway(error)) throw error;
    return error;
  }
}

/** `pg` gives its own limit of time no code. */
function isAway(error: Error): boolean {
  return AWAY.has(systemErrorCode(error) ?? '') || /timeout/.test(error.message);
}
