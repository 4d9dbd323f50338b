import type { EraseRequest, ErasureReport } from '@waybill/messaging/operations';
import { CliError } from '../cli-error.js';
import { printResult, type Run } from '../command.js';
import type { Platform } from '../consumers/connect-consumers.js';
import { plural } from '../format.js';
import { pollUntil } from '../poll-until.js';
import { Progress } from '../progress.js';
import { followersOf, readOutcomes, type Follower } from './followers.js';
import { reachable } from './reachable.js';

/** An erasure in the services that own personal data, and in those that follow them. */
interface Erasure {
  customer: string;
  services: ({ service: string } & ErasureReport)[];
  followers: Follower[];
  /** Everything is erased everywhere. */
  complete: boolean;
}

/**
 * Erases a person from the services that own personal data, then waits until the consumers of what these publish about it
 * have handled it. Nothing is begun unless every service responds.
 */
export async function eraseAction(platform: Platform, request: EraseRequest, run: Run): Promise<void> {
  const { link } = platform;
  const { owners, described } = await reachable(platform);
  const services: Erasure['services'] = [];
  for (const service of owners) {
    const report = await link.ask(service, 'personal.erase', request).catch((cause: unknown) => {
      throw notDone(service, services, cause);
    });
    services.push({ service, ...report });
  }
  if (!services.some(({ known }) => known)) throw unknown(request.dataSubject, owners);

  const progress = new Progress(run.stderr);
  const followers = await pollUntil({
    read: () => readOutcomes(link, followersOf(services, described)),
    isDone: (each) => each.every(({ outcome }) => outcome !== null),
    onProgress: (each) => progress.update(() => `${each.filter(isDone).length} of ${each.length} consumers`),
    signal: run.signal,
  });
  progress.clear();
  const complete = followers.every(isDone);
  const erasure: Erasure = { customer: request.dataSubject, services, followers, complete };
  printResult(run, erasure, () => describe(erasure));
  if (complete) return;
  run.exitCode = 1;
  if (!run.json) run.stderr.write(`${whatIsLeft(followers)}\n`);
}

const isDone = ({ outcome }: Follower) => outcome !== null && outcome !== 'dead';

function describe({ customer, services, followers, complete }: Erasure): string {
  return [
    ...services.map(({ service, keys }) => `${service}: ${keysOf(keys)}, its own tables are cleared`),
    ...followers.map(
      (each) => `${each.service}: ${each.consumer} ${isDone(each) ? 'has followed' : 'HAS NOT followed'}`,
    ),
    ...(complete
      ? [
          `customer ${customer} is erased; a process that read personal data may use its key for a minute more`,
        ]
      : []),
  ].join('\n');
}

function keysOf(keys: number): string {
  return keys === 0 ? 'no key was left' : `${plural(keys, 'key')} destroyed`;
}

function whatIsLeft(followers: readonly Follower[]): string {
  const dead = followers.filter(({ outcome }) => outcome === 'dead').map(({ consumer }) => consumer);
  return dead.length > 0
    ? `not erased everywhere: ${dead.join(', ')} gave up; dead-letters list shows why, replay it, then erase again`
    : 'not erased everywhere yet: the event waits for these consumers; erase again to see that they are done';
}

function unknown(customer: string, owners: readonly string[]): CliError {
  return new CliError(`${owners.join(' and ')} never had a customer "${customer}"`, {
    code: 'CUSTOMER_UNKNOWN',
    fix: 'check the id; if it is right, there is nothing else to do: the other services were told to erase it, too',
  });
}

/** What one service refused after others have erased: that stays so, and the rest is not done. */
function notDone(service: string, before: Erasure['services'], cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const done = before.map((each) => each.service).join(', ');
  return new CliError(`${service} erased nothing: ${reason}${done ? `; done before: ${done}` : ''}`, {
    code: 'NOT_ERASED',
    fix: 'remove the cause, then repeat the command',
    cause,
  });
}
