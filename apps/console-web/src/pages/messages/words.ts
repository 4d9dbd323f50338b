import type { MessagesResponse } from '@waybill/console-api';
import type { Lane, Sequence, Step } from './sequence.ts';

/** A step as one sentence, with all that the arrow shows. */
export function sentenceOf(step: Step, lanes: readonly Lane[]): string {
  const { from, to, title, detail, more } = step;
  const where =
    from === to ? `In ${laneName(lanes, from)}` : `From ${laneName(lanes, from)} to ${laneName(lanes, to)}`;
  return `${where}: ${[title, detail, more].filter(Boolean).join('; ')}.`;
}

export function laneName(lanes: readonly Lane[], id: string): string {
  const lane = lanes.find((each) => each.id === id);
  if (!lane) return id;
  return LANE_NAMES[lane.kind](lane.label);
}

const LANE_NAMES: Record<Lane['kind'], (label: string) => string> = {
  client: (label) => `the ${label}`,
  service: (label) => `${label} service`,
  outbox: (label) => `the outbox of ${label}`,
  stream: (label) => `stream ${label}`,
  'dead-letters': (label) => `the ${label}`,
};

/** The time of the first step; undefined if no time is known. */
export function beginningOf({ steps }: Sequence): number | undefined {
  return steps.find(({ at }) => at !== undefined)?.at;
}

/** What the consumers cannot tell: messages that the broker does not have yet, and services that do not respond. */
export function notesOf({ items, missing }: MessagesResponse): string[] {
  return [
    ...items.flatMap(({ published, waiting, type, service }) =>
      published || !waiting
        ? []
        : [`${type} ${waiting.parked ? 'is parked' : 'waits'} in the outbox of ${service}`],
    ),
    ...missing.map((service) => `${service} does not respond, so what only it knows is missing`),
  ];
}
