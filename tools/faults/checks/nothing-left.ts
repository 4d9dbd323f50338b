import type { Check, Violation } from './check.ts';

const other = (of: string, detail: string): Violation => ({ kind: 'other', of, detail });

/** Nothing waits any more, and nothing is held that nobody needs. */
export const nothingLeft: Check = {
  name: 'nothing left over',
  find({ published, undelivered, sessions, consumers, consumersBefore }) {
    const names = (list: typeof consumers) => new Set(list.flatMap(({ durables }) => durables));
    const [now, before] = [names(consumers), names(consumersBefore)];
    return [
      ...published
        .filter(({ state }) => state !== 'published')
        .map(({ service, messageId, state }) =>
          other(`${service} ${messageId}`, `its outbox row is ${state}`),
        ),
      ...[...undelivered]
        .filter(([, count]) => count > 0)
        .map(([durable, count]) => other(durable, `${count} messages wait there`)),
      ...sessions.flatMap(({ service, open, most, inTransaction, advisoryLocks, mostLocks }) => [
        ...(open > most ? [other(service, `${open} sessions are open, of at most ${most}`)] : []),
        ...(inTransaction > 0 ? [other(service, `${inTransaction} sessions are in a transaction`)] : []),
        ...(advisoryLocks > mostLocks
          ? [other(service, `${advisoryLocks} advisory locks are held, of at most ${mostLocks}`)]
          : []),
      ]),
      ...[...now]
        .filter((name) => !before.has(name))
        .map((name) => other(name, 'a durable that was not there')),
      ...[...before].filter((name) => !now.has(name)).map((name) => other(name, 'the durable is gone')),
    ];
  },
};
