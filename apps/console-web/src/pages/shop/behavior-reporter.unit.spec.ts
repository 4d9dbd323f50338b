import { describe, expect, it } from '@jest/globals';
import { BehaviorReporter, type BehaviorEvent } from './behavior-reporter.ts';

const who = { sessionId: 's', customerId: 'ada' };
const viewed = (productId: string) => ({ type: 'product-viewed', productId }) as const;

/** A reporter whose service responds when, and as, the test says. */
function scripted() {
  const sent: string[][] = [];
  const given: unknown[] = [];
  const alarms: (() => void)[] = [];
  let settle: { resolve: () => void; reject: (error: Error) => void };
  let count = 0;
  const reporter = new BehaviorReporter({
    send: (events: readonly BehaviorEvent[]) => {
      sent.push(events.map(({ eventId }) => eventId));
      return new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    },
    mayRetry: (error) => (error as Error).message === 'later',
    later: (run) => alarms.push(run),
    giveUp: (error) => given.push(error),
    newId: () => `e${++count}`,
    now: () => new Date(0),
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const accept = () => (settle.resolve(), turn());
  const refuse = (message: string) => (settle.reject(new Error(message)), turn());
  return { reporter, sent, given, alarms, accept, refuse };
}

describe('a reporter of behaviour', () => {
  it('sends immediately, and together what came while it was sending', async () => {
    const { reporter, sent, accept } = scripted();
    for (const id of ['a', 'b', 'c']) reporter.report(viewed(id), who);
    expect(sent).toEqual([['e1']]);
    await accept();
    expect(sent).toEqual([['e1'], ['e2', 'e3']]);
  });

  it('keeps events that were not stored and sends them again under the same ids, before later ones', async () => {
    const { reporter, sent, alarms, refuse, accept } = scripted();
    reporter.report(viewed('a'), who);
    await refuse('later');
    reporter.report(viewed('b'), who);
    expect(sent).toHaveLength(1);
    alarms.shift()!();
    expect(sent[1]).toEqual(['e1', 'e2']);
    await accept();
    expect(sent).toHaveLength(2);
  });

  it('drops what will never be accepted, reports that, and continues', async () => {
    const { reporter, sent, given, alarms, refuse } = scripted();
    reporter.report(viewed('a'), who);
    await refuse('invalid');
    reporter.report(viewed('b'), who);
    expect(given).toHaveLength(1);
    expect(alarms).toHaveLength(0);
    expect(sent).toEqual([['e1'], ['e2']]);
  });

  it('counts the same act twice in a row once, and twice if another lies between', async () => {
    const { reporter, sent, accept } = scripted();
    for (const id of ['a', 'a', 'b', 'a']) reporter.report(viewed(id), who);
    await accept();
    expect(sent.flat()).toEqual(['e1', 'e2', 'e3']);
  });

  it('keeps no more than the service accepts at once', async () => {
    const { reporter, sent, accept } = scripted();
    for (let n = 0; n <= 600; n++) reporter.report(viewed(`p${n}`), who);
    await accept();
    expect(sent[1]).toHaveLength(500);
    expect(sent[1]!.at(-1)).toBe('e601');
  });
});
