import type { FaultName, FaultsResponse, FaultsChange, FaultSwitch, ProcessView } from '@waybill/console-api';

/** What a step's button does. */
export type Action =
  | { kind: 'process'; name: string; action: 'stop' | 'start' | 'kill' }
  | { kind: 'switch'; service: string; fault: FaultName; value: number }
  | { kind: 'orders'; count: number }
  | { kind: 'heal' }
  | { kind: 'link'; href: string; title: string };

export interface Experiment {
  id: string;
  title: string;
  /** What it shows. */
  promise: string;
  steps: readonly (readonly [words: string, action?: Action])[];
}

const process = (action: 'stop' | 'start' | 'kill', name: string): Action => ({
  kind: 'process',
  name,
  action,
});
const switchOn = (service: string, fault: FaultName, value = 1): Action => ({
  kind: 'switch',
  service,
  fault,
  value,
});
const orders = (count: number): Action => ({ kind: 'orders', count });
const link = (href: string, title: string): Action => ({ kind: 'link', href, title });
const heal: Action = { kind: 'heal' };

/** Step-by-step introductions to the page. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'broker',
    title: 'Stop the broker, order ten, start it',
    promise: 'The outbox keeps every event until the broker is back. A naive publish loses them all.',
    steps: [
      ['Also publish each order’s event the naive way, to compare.', switchOn('order', 'naive-publish')],
      ['Stop the broker.', process('stop', 'nats')],
      ['Place orders: the shop accepts every order while its database is up.', orders(10)],
      [
        'Their events are in the outbox. The figures do not change in the meantime: the console, too, reaches the services through the broker.',
      ],
      ['Start the broker again. The relay publishes what waited, in order.', process('start', 'nats')],
      ['Read the counters: nothing lost, compared to ten lost once the naive publish gives up (15 s).'],
      ['Switch all faults off.', heal],
    ],
  },
  {
    id: 'poison',
    title: 'A message that cannot be handled',
    promise: 'It is retried with back-off, becomes a dead letter, and blocks no other message.',
    steps: [
      ['Let analytics fail on its next message, at every attempt.', switchOn('analytics', 'poison-next')],
      ['Place some orders.', orders(5)],
      [
        'Find the dead letter with all its attempts; the retries take some seconds.',
        link('/dead-letters', 'Dead letters'),
      ],
      ['Repair the handler.', heal],
      [
        'Replay the letter: it goes to the one consumer that failed, and takes effect.',
        link('/dead-letters', 'Dead letters'),
      ],
    ],
  },
  {
    id: 'kill',
    title: 'Kill a busy consumer',
    promise: 'What it had not finished is delivered again, and what it had finished is not done twice.',
    steps: [
      [
        'Slow analytics down, so that it is busy when it is killed.',
        switchOn('analytics', 'slow-consumer', 1_000),
      ],
      ['Give it work.', orders(20)],
      [
        'Kill it (kill -9), without a graceful shutdown. It is restarted, with its faults off.',
        process('kill', 'analytics'),
      ],
      ['Read the counters: all delivered, none doubled.'],
    ],
  },
  {
    id: 'duplicates',
    title: 'Everything delivered twice',
    promise: 'The inbox recognises the second delivery, so each effect happens once.',
    steps: [
      [
        'Lose the acknowledgement of every message, so that the broker sends it again.',
        switchOn('analytics', 'duplicate-delivery'),
      ],
      ['Place some orders.', orders(10)],
      [
        'Open one of their traces: the second attempt ends as “duplicate”.',
        link('/traces?event=order.placed', 'Traces'),
      ],
      ['Read the counters: doubled stays at zero.', heal],
    ],
  },
  {
    id: 'slow',
    title: 'One slow consumer',
    promise: 'Its own backlog grows; orders and the other services are unaffected.',
    steps: [
      ['Slow analytics down.', switchOn('analytics', 'slow-consumer', 2_000)],
      ['Place many orders.', orders(50)],
      [
        'Compare the consumers’ backlogs, and read how long it will take to drain.',
        link('/streams', 'Outbox & streams'),
      ],
      ['Make it fast again and watch the backlog drain.', heal],
    ],
  },
];

/** The button's text: that of the control elsewhere on the page that does the same. */
export function actionWords(action: Action, switches: readonly FaultSwitch[]): string {
  switch (action.kind) {
    case 'process':
      return `${{ stop: 'Stop', start: 'Start', kill: 'Kill' }[action.action]} ${action.name}`;
    case 'switch':
      return `Switch on: ${(findSwitch(action, switches)?.title ?? action.fault).toLowerCase()}`;
    case 'orders':
      return `Place ${action.count} orders`;
    case 'heal':
      return 'Heal everything';
    case 'link':
      return action.title;
  }
}

/** Why the action is not possible now; undefined if it is. */
export function obstacle(action: Action, { switches, processes }: FaultsResponse): string | undefined {
  if (action.kind === 'process') {
    const found = processes.find(({ name }) => name === action.name);
    if (!found) return 'The console cannot stop processes here.';
    return isDone(action, found) ? `${action.name} is already ${found.state}.` : undefined;
  }
  if (action.kind === 'switch') {
    const found = findSwitch(action, switches);
    if (!found) return `${action.service} has no such fault.`;
    if (!found.reachable) return `${action.service} does not respond.`;
    return found.value > 0 ? 'It is already on.' : undefined;
  }
  return undefined;
}

function isDone({ action }: Action & { kind: 'process' }, { state }: ProcessView): boolean {
  return action === 'start' ? state !== 'stopped' : state === 'stopped';
}

/** The change of the faults that an action makes, if any. */
export function changeOf(action: Action, switches: readonly FaultSwitch[]): FaultsChange | undefined {
  switch (action.kind) {
    case 'process':
      return { processes: [{ name: action.name, action: action.action }] };
    case 'switch': {
      const found = findSwitch(action, switches);
      return found && { switches: [{ id: found.id, value: Math.min(action.value, found.max) }] };
    }
    case 'heal':
      return { heal: true };
    default:
      return undefined;
  }
}

function findSwitch({ fault, service }: Action & { kind: 'switch' }, switches: readonly FaultSwitch[]) {
  return switches.find((one) => one.name === fault && one.service === service);
}
