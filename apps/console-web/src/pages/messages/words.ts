import type { MessagesAnswer } from '@waybill/console-api';
import { formatPlural } from '../../ui/format.ts';
import type { Lane, Sequence, Step } from './sequence.ts';

/** A step as one sentence, with the same facts as the arrow. */
export function sentenceOf(step: Step, lanes: readonly Lane[]): string {
  const { from, to, title, detail, more } = step;
  const way =
    from === to ? `In ${laneName(lanes, from)}` : `From ${laneName(lanes, from)} to ${laneName(lanes, to)}`;
  return `${way}: ${[title, detail, more].filter(Boolean).join('; ')}.`;
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

/** When the first thing happened, or undefined where nothing is known of time. */
export function beginningOf({ steps }: Sequence): number | undefined {
  return steps.find(({ at }) => at !== undefined)?.at;
}

export interface Verdict {
  tone: 'good' | 'warn' | 'bad';
  headline: string;
  /** Who is being waited for, and what was given up. */
  reasons: string[];
}

/** Says in words whether all of it has arrived, and what is missing if not. */
export function verdictOf({ items, complete, missing }: MessagesAnswer): Verdict {
  const consumers = items.flatMap((item) => item.consumers.map((each) => ({ ...each, type: item.type })));
  const settled = consumers.filter(({ state }) => state === 'done' || state === 'settled').length;
  const given = items.flatMap(({ type, deadLettered }) =>
    deadLettered
      .filter(({ state }) => state === 'open')
      .map(({ consumer }) => `${consumer} gave up on ${type}`),
  );
  const reasons = [
    ...given,
    ...items.flatMap(({ published, waiting, type, service }) =>
      published || !waiting
        ? []
        : [
            waiting.dead
              ? `${type} is parked in the outbox of ${service}`
              : `${type} waits in the outbox of ${service}`,
          ],
    ),
    ...consumers.flatMap(({ state, service, type }) => {
      if (state === 'pending') return [`waiting for ${service} to handle ${type}`];
      if (state === 'retrying') return [`${service} failed on ${type} and tries again`];
      return [];
    }),
    ...missing.map((service) => `${service} does not answer, so what only it knows is missing`),
  ];
  const messages = formatPlural(items.length, 'message');
  const done = `${settled} of ${consumers.length} handlings done`;
  // A dead letter settles its message, but nobody would call that arrived.
  if (given.length > 0) {
    return {
      tone: 'bad',
      headline: `Given up in part: ${messages}, ${done}. Replay the dead letter to finish.`,
      reasons,
    };
  }
  if (!complete) return { tone: 'warn', headline: `Not complete: ${messages}, ${done}.`, reasons };
  return {
    tone: 'good',
    headline: `Complete: ${messages}, handled by everyone who has to (${settled} of ${settled}).`,
    reasons,
  };
}
