import type { MessageJourney } from '@waybill/console-api';
import { formatDuration } from '../../ui/format.ts';
import { journeySteps } from './journey-steps.ts';

export interface Lane {
  /** `service:order`, `outbox:order`, `stream:ORDER`, `client`, `dead-letters`. */
  id: string;
  kind: 'client' | 'service' | 'outbox' | 'stream' | 'dead-letters';
  /** Its name within its kind: `order`, `ORDER`, `browser`. */
  label: string;
}

/** One arrow of the diagram, one line of the list, one line of the Mermaid text. */
export interface Step {
  /** Unique within the diagram, and the same each time it is made. */
  id: string;
  /** Lane ids; the same for both: the message waits there. */
  from: string;
  to: string;
  title: string;
  detail?: string;
  /** More for the list: handler, consumer. */
  more?: string;
  /** `expected`: has not happened yet, or at an unknown time. */
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'expected';
  /** Milliseconds since the epoch. Absent: not yet, or not known. */
  at?: number;
  durationMs?: number;
  eventId?: string;
  traceId?: string;
}

/** The request that caused the first message, from its trace. */
export interface RequestSeen {
  /** `browser`, or `client` for one that sent no span. */
  client: string;
  service: string;
  name: string;
  at: number;
  durationMs: number;
  traceId: string;
}

export interface Sequence {
  /** From left to right. */
  lanes: Lane[];
  /** From top to bottom, by time, causes before effects; steps without a time come last. */
  steps: Step[];
}

export function sequenceOf(items: readonly MessageJourney[], request?: RequestSeen): Sequence {
  const steps = [...requestSteps(request), ...items.flatMap(journeySteps)];
  return { lanes: lanesOf(items, steps, request?.client), steps: inOrder(steps) };
}

function requestSteps(request: RequestSeen | undefined): Step[] {
  if (!request) return [];
  const { service, name, at, durationMs, traceId } = request;
  return [
    {
      id: 'request',
      from: 'client',
      to: `service:${service}`,
      title: name,
      detail: `response in ${formatDuration(durationMs)}`,
      more: 'the request that caused it',
      tone: 'plain',
      at,
      durationMs,
      traceId,
    },
  ];
}

/** A stable sort, so that steps of one instant keep the order in which a message takes them. */
function inOrder(steps: readonly Step[]): Step[] {
  // Two steps without a time differ by NaN: they are equal too.
  return steps.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0);
}

/** Publishers, outboxes, streams, consumers, dead letters: a message travels to the right. */
function lanesOf(items: readonly MessageJourney[], steps: readonly Step[], client = 'client'): Lane[] {
  const used = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const services = unique([
    ...items.map(({ service }) => service),
    ...items
      .flatMap(({ consumers, deliveries }) => [...consumers, ...deliveries])
      .map(({ service }) => service),
  ]);
  const publishers = services.filter((name) => items.some(({ service }) => service === name));
  const consumers = services.filter((name) => !publishers.includes(name));
  const streams = [...used].filter((id) => id.startsWith('stream:')).map((id) => id.slice('stream:'.length));
  const lanes: Lane[] = [
    { id: 'client', kind: 'client', label: client },
    ...publishers.map((name): Lane => ({ id: `service:${name}`, kind: 'service', label: name })),
    ...publishers.map((name): Lane => ({ id: `outbox:${name}`, kind: 'outbox', label: name })),
    ...streams.map((name): Lane => ({ id: `stream:${name}`, kind: 'stream', label: name })),
    ...consumers.map((name): Lane => ({ id: `service:${name}`, kind: 'service', label: name })),
    { id: 'dead-letters', kind: 'dead-letters', label: 'dead letters' },
  ];
  return lanes.filter(({ id }) => used.has(id));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
