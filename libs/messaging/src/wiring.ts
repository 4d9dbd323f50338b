import type { ConsumerDefinition } from './consumer/define-consumer.js';
import type { EventContract } from './contract/index.js';
import { WiringRefused } from './errors.js';
import type { ScheduleDefinition } from './schedule/define-schedule.js';

export interface Wiring {
  service: string;
  publishes: readonly EventContract[];
  subscriptions: readonly Pick<ConsumerDefinition, 'name' | 'routes'>[];
  schedules?: readonly Pick<ScheduleDefinition, 'name'>[];
}

/**
 * Checks what a service declares before it sends or receives anything.
 *
 * @throws WiringRefused names every reason, each with what to do
 */
export function requireSoundWiring(wiring: Wiring): void {
  const reasons = [
    ...foreignEvents(wiring),
    ...contractsOfOneName(wiring),
    ...handlersOfOneName(wiring),
    ...schedulesOfOneName(wiring),
  ];
  if (reasons.length > 0) throw new WiringRefused(reasons);
}

/** Consumers rely on an event coming from its owner. */
function foreignEvents({ service, publishes }: Wiring): string[] {
  return publishes
    .filter(({ owner }) => owner !== service)
    .map(
      ({ name, owner }) =>
        `publishes: ${name} is ${owner}'s to publish: take it out, and let ${owner} publish it or define an event of your own`,
    );
}

/** Under one name on the wire there must be one schema and one key. */
function contractsOfOneName({ publishes, subscriptions }: Wiring): string[] {
  const known = new Map<string, { contract: EventContract; place: string }>();
  const reasons = new Set<string>();
  const visit = (contract: EventContract | undefined, place: string): void => {
    if (!contract) return;
    const first = known.get(contract.name);
    if (!first) known.set(contract.name, { contract, place });
    else if (first.contract !== contract) {
      reasons.add(
        `${contract.name} is defined twice, one in ${first.place} and another in ${place}: ` +
          'keep one defineEvent and import it everywhere, or give the other a version of its own',
      );
    }
    visit(contract.previous, `the earlier versions of ${place}`);
  };
  for (const contract of publishes) visit(contract, 'publishes');
  for (const { name, routes } of subscriptions) {
    for (const contract of routes.flatMap(({ contracts }) => contracts)) visit(contract, `consumer ${name}`);
  }
  return [...reasons];
}

/** Nest looks up a handler by the name of its class. */
function handlersOfOneName({ subscriptions }: Wiring): string[] {
  const handlers = new Set(subscriptions.flatMap(({ routes }) => routes.map(({ handler }) => handler)));
  const names = [...handlers].map(({ name }) => name);
  const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...repeated].map(
    (name) =>
      `subscriptions: two handler classes are called ${name}, and only one would be called: rename one`,
  );
}

/** The name is the row that says how far it is. */
function schedulesOfOneName({ schedules = [] }: Wiring): string[] {
  const names = schedules.map(({ name }) => name);
  const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...repeated].map(
    (name) => `schedules: two are called ${name}, and each due time would run only one of them: rename one`,
  );
}
