import type { Mutation } from './mutation.ts';

const MESSAGING = 'libs/messaging/src';

/** Pauses, circuit breakers and rates. */
export const flow: readonly Mutation[] = [
  {
    name: 'pause-outlives-restart',
    guarantee: 23,
    without: 'a process pulls for a consumer that is paused',
    file: `${MESSAGING}/consumer/consumer-runtime.ts`,
    source: '      !this.#stopCauses.has(plan.consumer) &&\n',
    replacement: '',
    provenBy: [{ spec: `${MESSAGING}/guarantees/pause.int.spec.ts` }],
  },
  {
    name: 'outage-is-no-attempt',
    guarantee: 23,
    without: 'a handler whose dependency is down uses up attempts',
    file: `${MESSAGING}/consumer/dispatcher.ts`,
    source: 'if (outage) return this.onOutage([due], shownOf([due], outage), elapsed(started), span);',
    replacement:
      'if (outage && !outage) return this.onOutage([due], shownOf([due], outage), elapsed(started), span);',
    provenBy: [{ spec: `${MESSAGING}/guarantees/dependency-down.int.spec.ts` }],
  },
  {
    name: 'rate-is-shared',
    guarantee: 23,
    without: 'every replica takes all the permits that it wants',
    file: `${MESSAGING}/flow/permits.sql.ts`,
    source: 'SET granted = ${GRANTED}, taken_until',
    replacement: 'SET granted = ${WANTED}, taken_until',
    provenBy: [{ spec: `${MESSAGING}/flow/permits.int.spec.ts` }],
  },
  {
    name: 'pause-looked-for',
    guarantee: 23,
    without: 'a replica learns of a pause only when it starts',
    file: `${MESSAGING}/flow/pause-watch.ts`,
    source: '        await this.look();\n        this.#failing',
    replacement: '        this.#failing',
    provenBy: [{ spec: `${MESSAGING}/guarantees/pause.int.spec.ts`, test: 'no replica handles anything' }],
  },
  {
    name: 'pause-looked-for-first',
    guarantee: 23,
    without: 'a process that starts handles messages of a paused consumer until it looks',
    file: `${MESSAGING}/flow/pause-watch.ts`,
    source: '    await this.look();\n    this.#running',
    replacement: '    this.#running',
    provenBy: [{ spec: `${MESSAGING}/guarantees/pause.int.spec.ts`, test: 'stays paused' }],
  },
  {
    name: 'outage-withdraws-beginnings',
    guarantee: 23,
    without: 'a message that an outage gave back counts as one that kills its process',
    file: `${MESSAGING}/consumer/dispatcher.ts`,
    source: '    await this.#beginnings.withdraw(batch.map(({ work }) => work));\n',
    replacement: '',
    provenBy: [
      { spec: `${MESSAGING}/guarantees/dependency-down.int.spec.ts`, test: 'two replicas probe it' },
    ],
  },
  {
    name: 'breaker-holds-back',
    guarantee: 23,
    without: 'messages run while their dependency is known to be down',
    file: `${MESSAGING}/flow/circuit-breaker.ts`,
    source: "if (this.#state === 'open') return;",
    replacement: "if (this.#state === 'open') return run();",
    provenBy: [{ spec: `${MESSAGING}/flow/circuit-breaker.unit.spec.ts` }],
  },
  {
    name: 'breaker-probes-alone',
    guarantee: 23,
    without: 'every message that is pulled probes a dependency that is down',
    file: `${MESSAGING}/flow/circuit-breaker.ts`,
    source: 'if (this.#probe) this.#behind.set(delivery, run);',
    replacement: 'if (this.#probe) run();',
    provenBy: [{ spec: `${MESSAGING}/flow/circuit-breaker.unit.spec.ts` }],
  },
  {
    name: 'rate-waits-for-permits',
    guarantee: 23,
    without: 'messages run whether or not there are permits for them',
    file: `${MESSAGING}/flow/rate-limiter.ts`,
    source: 'this.run(permits.granted);',
    replacement: 'this.run(permits.granted + this.#waiting.size);',
    provenBy: [{ spec: `${MESSAGING}/guarantees/rate.int.spec.ts`, test: 'over two replicas' }],
  },
];
