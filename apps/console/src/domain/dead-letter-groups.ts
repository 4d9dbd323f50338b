import type { DeadLetterGroup } from '@waybill/console-api';
import type { DeadLetter } from '@waybill/messaging/operations';

type Letter = Pick<DeadLetter, 'id' | 'consumer' | 'type' | 'deadAt'> & {
  error: { name: string; code?: string };
};

/** Letters by consumer, event type and kind of error, the largest group first. Messages differ in every letter, so they do not count. */
export function groupLetters(letters: readonly Letter[]): DeadLetterGroup[] {
  const groups = Map.groupBy(letters, ({ consumer, type, error }) =>
    JSON.stringify([consumer, type, nameOf(error)]),
  );
  return [...groups.values()]
    .map((group) => {
      const { consumer, type, error } = group[0]!;
      const times = group.map(({ deadAt }) => deadAt).sort();
      const ids = group.map(({ id }) => id);
      return { consumer, type, error: nameOf(error), ids, firstAt: times[0]!, lastAt: times.at(-1)! };
    })
    .sort((one, other) => other.ids.length - one.ids.length);
}

const nameOf = ({ name, code }: Letter['error']) => (code === undefined ? name : `${name} ${code}`);
