import type { ConsumerView, OverviewFigures } from '@waybill/console-api';
import { NORMAL, plural, type PlatformSnapshot, type Seen } from './snapshot.js';

const HREF = '/streams';

/** Consumers that lack durables, do not pull, or have more waiting than they handle in a normal time. */
export function consumerFindings({ broker }: PlatformSnapshot): Seen[] {
  if (!broker.reachable) return [];
  return broker.streams
    .filter(({ missing }) => !missing)
    .flatMap(({ consumers }) => consumers)
    .flatMap((consumer) => [
      ...lacking(consumer),
      ...paused(consumer),
      ...waitingFor(consumer),
      ...backlog(consumer),
    ]);
}

function lacking({ consumer, missing, durables }: ConsumerView): Seen[] {
  if (missing === 0) return [];
  return [
    {
      id: `durable-missing:${consumer}`,
      severity: 'bad',
      sentence: `The broker lacks ${missing} of ${plural(durables.length, 'durable')} of consumer ${consumer}: their messages wait, and are not counted.`,
      href: HREF,
      source: 'the durables of the broker, now',
    },
  ];
}

function paused({ consumer, paused: pause, pending }: ConsumerView): Seen[] {
  if (!pause) return [];
  const reason = pause.reason ? ` (${pause.reason})` : '';
  return [
    {
      id: `paused:${consumer}`,
      severity: 'warn',
      sentence: `An operator has paused consumer ${consumer}${reason}: ${plural(pending, 'message waits', 'messages wait')}.`,
      since: pause.since,
      href: HREF,
      source: 'presence events of its processes',
    },
  ];
}

function waitingFor({ consumer, waitsFor, pending }: ConsumerView): Seen[] {
  if (!waitsFor) return [];
  return [
    {
      id: `dependency:${consumer}`,
      severity: 'bad',
      sentence: `Consumer ${consumer} waits for ${waitsFor.dependency}, which a handler found down: ${plural(pending, 'message waits', 'messages wait')}.`,
      since: waitsFor.since,
      href: HREF,
      source: 'presence events of its processes',
    },
  ];
}

/** A paused one is told above. */
function backlog(view: ConsumerView): Seen[] {
  const { consumer, pending, arrivalPerSecond, servicePerSecond } = view;
  const seconds = workSeconds(view);
  if (view.paused || seconds === undefined || seconds <= NORMAL.backlogSeconds) return [];
  const grows = servicePerSecond !== null && arrivalPerSecond >= servicePerSecond;
  const course = grows ? 'more arrives than it handles' : 'it is catching up';
  return [
    {
      id: `backlog:${consumer}`,
      severity: grows ? 'bad' : 'warn',
      sentence: `${plural(pending, 'message waits', 'messages wait')} for consumer ${consumer}, ${Math.round(seconds).toLocaleString('en-GB')} s of work: ${course}.`,
      href: HREF,
      source: 'pending messages now, over the service rate of its last runs; arrivals over ten seconds',
    },
  ];
}

/** What waits over what it can handle a second; undefined if that is not known. */
function workSeconds({ pending, servicePerSecond }: ConsumerView): number | undefined {
  return servicePerSecond ? pending / servicePerSecond : undefined;
}

export function largestBacklog({ streams }: PlatformSnapshot['broker']): OverviewFigures['largestBacklog'] {
  const backlogs = streams
    .flatMap(({ consumers }) => consumers)
    .flatMap((view) => {
      const seconds = workSeconds(view);
      return seconds === undefined || view.pending === 0
        ? []
        : [{ consumer: view.consumer, pending: view.pending, workSeconds: seconds }];
    });
  return backlogs.toSorted((one, other) => other.workSeconds - one.workSeconds)[0] ?? null;
}
