import type { ConsumerState, MessageProgress } from '@waybill/console-api';
import type { Screen } from './screen.ts';

type Progress = Pick<MessageProgress, 'consumers' | 'complete'>;
type Consumer = Progress['consumers'][number];

const IS_DONE: Record<ConsumerState, boolean> = {
  done: true,
  settled: true,
  pending: false,
  retrying: false,
  'dead-lettered': false,
  unknown: false,
};

/** `3 of 3 done`; `2 of 3 done, analytics pending (14 ahead)`; `nobody has to handle it`. */
export function describeProgress({ consumers }: Progress): string {
  if (consumers.length === 0) return 'nobody has to handle it';
  const done = consumers.filter(({ state }) => IS_DONE[state]).length;
  const others = consumers.filter(({ state }) => !IS_DONE[state]).map(describe);
  return [`${done} of ${consumers.length} done`, ...others].join(', ');
}

/** Whether everybody is done with all of them, and whether that waits for a person. */
export function verdictOf(
  messages: readonly Pick<Progress, 'consumers'>[],
  complete: boolean,
  paint: Screen['paint'],
): string {
  if (complete) return paint('green', 'complete');
  const givenUp = messages.filter(({ consumers }) =>
    consumers.some(({ state }) => state === 'dead-lettered'),
  );
  if (givenUp.length === 0) return paint('yellow', 'not complete');
  const count = messages.length === 1 ? '' : `${givenUp.length} of ${messages.length} `;
  return paint('red', `not complete: ${count}given up by a consumer, replay or discard the dead letter`);
}

function describe({ consumer, state, attempts, lag }: Consumer): string {
  switch (state) {
    case 'retrying':
      return `${consumer} tries again after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
    case 'pending':
      return lag !== undefined && lag > 1
        ? `${consumer} pending (${lag - 1} ahead of it)`
        : `${consumer} pending`;
    case 'unknown':
      return `${consumer} does not say`;
    case 'dead-lettered':
      return `${consumer} gave it up: dead-lettered`;
    case 'done':
    case 'settled':
      return `${consumer} done`;
  }
}
