import type { MessageDelivery, MessageJourney, MessagesResponse } from '@waybill/console-api';
import { clip, duration, plural } from '../format.js';
import { describeProgress, verdictOf } from './progress-of-message.js';
import type { Screen } from './screen.js';

/** One thing that happened to a message. */
interface Step {
  readonly at: string;
  readonly what: string;
  readonly text: string;
  readonly bad?: boolean;
}

/** Every message's steps in the order of time, then the state of all of them. */
export function describeJourneys({ items, complete, missing }: MessagesResponse, screen: Screen): string {
  const { paint } = screen;
  return [
    ...items.flatMap((journey) => [...describeJourney(journey, screen), '']),
    ...missing.map((service) =>
      paint('yellow', `${service} does not respond: what only it knows is missing here`),
    ),
    `${plural(items.length, 'message')}: ${verdictOf(items, complete, paint)}`,
  ].join('\n');
}

function describeJourney(journey: MessageJourney, { columns, paint }: Screen): string[] {
  const { type, version, service, eventId, traceId } = journey;
  const steps = stepsOf(journey);
  const start = steps[0]?.at;
  const lines = steps.map(({ at, what, text, bad }) => {
    const time = at === start ? at.slice(11, 23) : `+${duration(Date.parse(at) - Date.parse(start!))}`;
    const line = `  ${time.padEnd(12)}  ${what.padEnd(13)}  `;
    const whole = line + clip(text, columns - line.length);
    return bad ? paint('red', whole) : whole;
  });
  return [
    `${paint('bold', `${type}${version === undefined ? '' : ` v${version}`}`)} of ${service}`,
    paint('dim', `  event ${eventId}${traceId === undefined ? '' : ` · trace ${traceId}`}`),
    ...lines,
    ...waitingLine(journey, columns).map((line) => paint('yellow', line)),
    ...(journey.scheduled?.cancelledAt === undefined ? [`  ${describeProgress(journey)}`] : []),
  ];
}

function stepsOf({
  appended,
  scheduled,
  published,
  deliveries,
  deadLettered,
  replayed,
  subject,
}: MessageJourney): Step[] {
  const steps: Step[] = [
    ...(appended
      ? [{ at: appended.at, what: 'appended', text: `to the outbox, row ${appended.outboxId}` }]
      : []),
    ...(scheduled && published ? [{ at: scheduled.dueAt, what: 'due', text: 'moved into the outbox' }] : []),
    ...(scheduled?.cancelledAt
      ? [{ at: scheduled.cancelledAt, what: 'cancelled', text: 'before it was due: it is never published' }]
      : []),
    ...(published
      ? [
          {
            at: published.at,
            what: 'published',
            text: `as ${subject}, ${published.stream} ${published.sequence}`,
          },
        ]
      : []),
    ...deliveries.map((delivery) => ({
      at: delivery.startedAt,
      what: 'delivered',
      text: describeDelivery(delivery),
      bad: delivery.error !== undefined,
    })),
    ...deadLettered.map(({ at, id, consumer, reason, state }) => ({
      at,
      what: 'dead-lettered',
      text: `by ${consumer} (${reason}); letter ${id}, ${state}`,
      bad: state === 'open',
    })),
    ...replayed.map(({ at, consumer, traceId }) => ({
      at,
      what: 'replayed',
      text: `to ${consumer}${traceId === undefined ? '' : `, trace ${traceId}`}`,
    })),
  ];
  // Equal times keep the order in which one step follows from another.
  return steps.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The outcome comes before the names: those are long, and lines are cut at their end. */
function describeDelivery(delivery: MessageDelivery): string {
  const { consumer, service, handler, attempt, outcome, durationMs, error } = delivery;
  const took = durationMs === undefined ? '' : ` after ${duration(durationMs)}`;
  const name = handler === undefined ? consumer : `${service} (${handler})`;
  const why =
    error === undefined ? '' : `: ${error.name}: ${error.message}${error.code ? ` [${error.code}]` : ''}`;
  return `attempt ${attempt} ${outcome}${took}, ${name}${why}`;
}

function waitingLine({ waiting, scheduled }: MessageJourney, columns: number): string[] {
  if (waiting === undefined) return [];
  if (scheduled && Date.parse(scheduled.dueAt) > Date.now()) {
    return [`  waits until ${scheduled.dueAt.slice(0, 19).replace('T', ' ')} UTC`];
  }
  const { attempts, lastError, availableAt, parked } = waiting;
  const refused = attempts > 0 ? `, refused ${plural(attempts, 'time')}` : '';
  const why = lastError === undefined ? '' : `: ${lastError}`;
  const next = parked
    ? '; it is parked'
    : availableAt === undefined
      ? ''
      : `; next try ${availableAt.slice(11, 23)}`;
  return [`  ${clip(`waits in the outbox${refused}${next}${why}`, columns - 2)}`];
}
