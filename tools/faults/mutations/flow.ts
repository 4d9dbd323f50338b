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
    source: 'if (outage) return this.onOutage([due], outage, elapsed(started), span);',
    replacement: 'if (outage && !outage) return this.onOutage([due], outage, elapsed(started), span);',
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
];
