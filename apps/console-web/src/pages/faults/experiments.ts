import type { FaultName, FaultsAnswer, FaultsChange, FaultSwitch, ProcessView } from '@waybill/console-api';

/** What a step's button does. */
export type Deed =
  | { kind: 'process'; name: string; action: 'stop' | 'start' | 'kill' }
  | { kind: 'switch'; fault: FaultName; service: string; value: number }
  | { kind: 'orders'; count: number }
  | { kind: 'heal' }
  | { kind: 'look'; href: string; title: string };

export interface Step {
  words: string;
  deed?: Deed;
}

export interface Experiment {
  id: string;
  title: string;
  /** What it shows. */
  promise: string;
  steps: Step[];
}

/** Guided ways through the page, for who sees it for the first time. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'broker',
    title: 'Stop the broker, order ten, start it',
    promise: 'The outbox keeps every event until the broker is back. A naive publish loses them all.',
    steps: [
      {
        words: 'Send each order the naive way too, to compare.',
        deed: { kind: 'switch', service: 'order', fault: 'naive-publish', value: 1 },
      },
      { words: 'Take the broker away.', deed: { kind: 'process', name: 'nats', action: 'stop' } },
      {
        words: 'Order all the same: the shop accepts every order while its database is up.',
        deed: { kind: 'orders', count: 10 },
      },
      {
        words:
          'Their events are in the outbox. The figures stand still meanwhile: the console asks the services through the broker too.',
      },
      {
        words: 'Bring the broker back. The relay publishes what waited, in order.',
        deed: { kind: 'process', name: 'nats', action: 'start' },
      },
      { words: 'Read the counters: nothing lost, beside ten lost as soon as nothing tries any more (15 s).' },
      { words: 'Leave no traces.', deed: { kind: 'heal' } },
    ],
  },
  {
    id: 'poison',
    title: 'A message that nobody can handle',
    promise: 'It is retried with back-off, put aside as a dead letter, and stops no other message.',
    steps: [
      {
        words: 'Let analytics fail on its next message, at every attempt.',
        deed: { kind: 'switch', service: 'analytics', fault: 'poison-next', value: 1 },
      },
      { words: 'Place some orders.', deed: { kind: 'orders', count: 5 } },
      {
        words: 'Find the dead letter with all its attempts; it takes some seconds of retries.',
        deed: { kind: 'look', href: '/dead-letters', title: 'Dead letters' },
      },
      { words: 'Repair the handler.', deed: { kind: 'heal' } },
      {
        words: 'Replay the letter: it goes to the one consumer that failed, and takes effect.',
        deed: { kind: 'look', href: '/dead-letters', title: 'Dead letters' },
      },
    ],
  },
  {
    id: 'kill',
    title: 'Kill a consumer at work',
    promise: 'What it had not finished is delivered again, and what it had finished is not done twice.',
    steps: [
      {
        words: 'Let analytics take its time, so that it is at work when it dies.',
        deed: { kind: 'switch', service: 'analytics', fault: 'slow-consumer', value: 1_000 },
      },
      { words: 'Give it something to do.', deed: { kind: 'orders', count: 20 } },
      {
        words: 'Kill it (kill -9): no farewell, no clean-up. It is started again, with its switches off.',
        deed: { kind: 'process', name: 'analytics', action: 'kill' },
      },
      { words: 'Read the counters: all delivered, none doubled.' },
    ],
  },
  {
    id: 'duplicates',
    title: 'Everything delivered twice',
    promise: 'The inbox recognises the second delivery, so each effect happens once.',
    steps: [
      {
        words: 'Lose the acknowledgement of every message, so that the broker sends it again.',
        deed: { kind: 'switch', service: 'analytics', fault: 'duplicate-delivery', value: 1 },
      },
      { words: 'Place some orders.', deed: { kind: 'orders', count: 10 } },
      {
        words: 'Open one of their traces: the second attempt ends as “duplicate”.',
        deed: { kind: 'look', href: '/traces?event=order.placed', title: 'Traces' },
      },
      { words: 'Read the counters: doubled stays at nought.', deed: { kind: 'heal' } },
    ],
  },
  {
    id: 'slow',
    title: 'One slow consumer',
    promise: 'Its own backlog grows; orders and the other services do not notice.',
    steps: [
      {
        words: 'Slow recommendation down.',
        deed: { kind: 'switch', service: 'recommendation', fault: 'slow-consumer', value: 2_000 },
      },
      { words: 'Place many orders.', deed: { kind: 'orders', count: 50 } },
      {
        words: 'Compare the consumers’ backlogs, and read how long it will take to drain.',
        deed: { kind: 'look', href: '/streams', title: 'Outbox & streams' },
      },
      { words: 'Make it quick again and watch the backlog go.', deed: { kind: 'heal' } },
    ],
  },
];

/** The button's words: those of the control elsewhere on the page that does the same. */
export function deedWords(deed: Deed, switches: readonly FaultSwitch[]): string {
  switch (deed.kind) {
    case 'process':
      return `${{ stop: 'Stop', start: 'Start', kill: 'Kill' }[deed.action]} ${deed.name}`;
    case 'switch':
      return `Switch on: ${(findSwitch(deed, switches)?.title ?? deed.fault).toLowerCase()}`;
    case 'orders':
      return `Place ${deed.count} orders`;
    case 'heal':
      return 'Heal everything';
    case 'look':
      return deed.title;
  }
}

/** Why the step cannot be done now; undefined where it can. */
export function obstacle(deed: Deed, { switches, processes }: FaultsAnswer): string | undefined {
  if (deed.kind === 'process') {
    const process = processes.find(({ name }) => name === deed.name);
    if (!process) return 'The console cannot stop processes here.';
    return isDone(deed, process) ? `${deed.name} is ${process.state} already.` : undefined;
  }
  if (deed.kind === 'switch') {
    const found = findSwitch(deed, switches);
    if (!found) return `${deed.service} has no such switch.`;
    if (!found.reachable) return `${deed.service} does not answer now.`;
    return found.value > 0 ? 'It is on already.' : undefined;
  }
  return undefined;
}

function isDone({ action }: Deed & { kind: 'process' }, { state }: ProcessView): boolean {
  return action === 'start' ? state !== 'stopped' : state === 'stopped';
}

/** The change that a deed asks for; undefined where it is none of the faults'. */
export function changeOf(deed: Deed, switches: readonly FaultSwitch[]): FaultsChange | undefined {
  switch (deed.kind) {
    case 'process':
      return { processes: [{ name: deed.name, action: deed.action }] };
    case 'switch': {
      const found = findSwitch(deed, switches);
      return found && { switches: [{ id: found.id, value: Math.min(deed.value, found.max) }] };
    }
    case 'heal':
      return { heal: true };
    default:
      return undefined;
  }
}

function findSwitch(
  { fault, service }: Deed & { kind: 'switch' },
  switches: readonly FaultSwitch[],
): FaultSwitch | undefined {
  return switches.find((one) => one.name === fault && one.service === service);
}
