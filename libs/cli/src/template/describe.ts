import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Change } from './plan-update.js';

const WORDS: Readonly<Record<Change['outcome']['kind'], string>> = {
  taken: 'takes the template’s',
  added: 'new',
  merged: 'merges with your changes',
  conflict: 'CONFLICT: you decide',
  removed: 'removed: the template no longer has it',
  kept: 'stays, with your changes: the template no longer has it',
  deleted: 'stays deleted here, though the template has changed it',
};

/** One line for each file, and one for each place that a person decides. */
export function describeChanges(changes: readonly Change[]): string {
  return changes
    .flatMap(({ path, outcome }) => [
      `${path}: ${WORDS[outcome.kind]}`,
      ...(outcome.kind === 'conflict' ? outcome.places.map((place) => `  ${place}`) : []),
    ])
    .join('\n');
}

/** What an update would write, as a unified diff to the workspace as it is. */
export function diffOf({ path, outcome }: Change, yours: string): string {
  if (outcome.kind === 'kept' || outcome.kind === 'deleted') return '';
  const text = outcome.kind === 'removed' ? '' : outcome.text;
  const [before, after] = [
    outcome.kind === 'added' ? '/dev/null' : `a/${path}`,
    outcome.kind === 'removed' ? '/dev/null' : `b/${path}`,
  ];
  return createTwoFilesPatch(before, after, yours, text, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

export function conflictsOf(changes: readonly Change[]): readonly string[] {
  return changes.filter(({ outcome }) => outcome.kind === 'conflict').map(({ path }) => path);
}
