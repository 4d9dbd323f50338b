import type { DeadLetterGroup } from '@waybill/console-api';

export interface Letter {
  id: string;
  consumer: string;
  type: string;
  error: { name: string; code?: string };
  deadAt: string;
}

/** Letters by who gave up on what and why, largest group first; messages vary with every letter, so they do not part groups. */
export function groupLetters(letters: readonly Letter[]): DeadLetterGroup[] {
  const groups = new Map<string, DeadLetterGroup>();
  for (const { id, consumer, type, error, deadAt } of letters) {
    const why = error.code === undefined ? error.name : `${error.name} ${error.code}`;
    const key = JSON.stringify([consumer, type, why]);
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { consumer, type, error: why, ids: [id], firstAt: deadAt, lastAt: deadAt });
      continue;
    }
    group.ids.push(id);
    if (deadAt < group.firstAt) group.firstAt = deadAt;
    if (deadAt > group.lastAt) group.lastAt = deadAt;
  }
  return [...groups.values()].sort((one, other) => other.ids.length - one.ids.length);
}
