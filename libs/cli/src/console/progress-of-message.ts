import type { MessageProgress } from '@waybill/console-api';
import { plural } from '../format.js';
import type { Screen } from './screen.js';

type Progress = Pick<MessageProgress, 'consumers' | 'complete'>;
type Consumer = Progress['consumers'][number];

const isDone = ({ state }: Consumer) => state === 'done';

/** `3 of 3 done`; `2 of 3 done, analytics pending (14 ahead)`; `no consumer handles it`. */
export function describeProgress({ consumers }: Progress): string {
  if (consumers.length === 0) return 'no consumer handles it';
  const others = consumers.filter((each) => !isDone(each)).map(describe);
  return [`${consumers.filter(isDone).length} of ${consumers.length} done`, ...others].join(', ');
}

/** Gone from its stream before every consumer had handled it. */
export function isLost({ consumers }: Pick<Progress, 'consumers'>): boolean {
  return consumers.some(({ state }) => state === 'lost');
}

/** Whether every consumer is done with all of them, and if not, whether it takes a person. */
export function verdictOf(
  messages: readonly Pick<Progress, 'consumers'>[],
  complete: boolean,
  paint: Screen['paint'],
): string {
  if (complete) return paint('green', 'complete');
  const share = (some: readonly unknown[]) =>
    messages.length === 1 ? '' : `${some.length} of ${messages.length} `;
  const lost = messages.filter(isLost);
  if (lost.length > 0) {
    return paint(
      'red',
      `not complete: ${share(lost)}lost, gone from the stream before every consumer had it`,
    );
  }
  const givenUp = messages.filter(({ consumers }) =>
    consumers.some(({ state }) => state === 'dead-lettered'),
  );
  if (givenUp.length === 0) return paint('yellow', 'not complete');
  return paint(
    'red',
    `not complete: ${share(givenUp)}given up by a consumer, replay or discard the dead letter`,
  );
}

function describe({ consumer, state, attempts, lag }: Consumer): string {
  switch (state) {
    case 'retrying':
      return `${consumer} tries again after ${plural(attempts, 'attempt')}`;
    case 'waiting':
      return `${consumer} waiting for a replica that knows it`;
    case 'pending':
      return lag !== undefined && lag > 1
        ? `${consumer} pending (${lag - 1} ahead of it)`
        : `${consumer} pending`;
    case 'unknown':
      return `${consumer} not known`;
    case 'dead-lettered':
      return `${consumer} gave it up: dead-lettered`;
    case 'lost':
      return `lost to ${consumer}: gone from the stream, never handled`;
    case 'unrecorded':
      return `${consumer} has no record of it any more`;
    case 'done':
      return `${consumer} done`;
  }
}
