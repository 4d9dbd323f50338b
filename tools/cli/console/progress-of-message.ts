import type { MessageProgress } from '@waybill/console-api';
import type { Screen } from './screen.ts';

type Progress = Pick<MessageProgress, 'consumers' | 'complete'>;
type Consumer = Progress['consumers'][number];

const isDone = ({ state }: Consumer) => state === 'done';

/** `3 of 3 done`; `2 of 3 done, analytics pending (14 ahead)`; `nobody has to handle it`. */
export function describeProgress({ consumers }: Progress): string {
  if (consumers.length === 0) return 'nobody has to handle it';
  const others = consumers.filter((each) => !isDone(each)).map(describe);
  return [`${consumers.filter(isDone).length} of ${consumers.length} done`, ...others].join(', ');
}

/** Gone from its stream, and somebody never handled it. */
export function isLost({ consumers }: Pick<Progress, 'consumers'>): boolean {
  return consumers.some(({ state }) => state === 'lost');
}

/** Whether everybody is done with all of them, and whether that waits for a person. */
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
    return paint('red', `not complete: ${share(lost)}lost, gone from the stream before everybody had it`);
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
      return `${consumer} tries again after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
    case 'waiting':
      return `${consumer} waiting for a replica that knows it`;
    case 'pending':
      return lag !== undefined && lag > 1
        ? `${consumer} pending (${lag - 1} ahead of it)`
        : `${consumer} pending`;
    case 'unknown':
      return `${consumer} does not say`;
    case 'dead-lettered':
      return `${consumer} gave it up: dead-lettered`;
    case 'lost':
      return `lost to ${consumer}: gone from the stream, never handled`;
    case 'settled':
      return `${consumer} has no record of it any more`;
    case 'done':
      return `${consumer} done`;
  }
}
