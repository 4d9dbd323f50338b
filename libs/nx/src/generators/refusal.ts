/** What was asked for cannot be made: nothing has been written. The message names the option and the fix. */
export class Refusal extends Error {
  constructor(option: string, reason: string, fix: string) {
    super(`--${option}: ${reason}. ${fix}`);
    this.name = 'Refusal';
    // Nx prints the stack, which says nothing to whoever typed the option.
    this.stack = this.message;
  }
}

/** The known name nearest to a mistyped one, by edit distance; undefined if none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, distance: editDistance(name, each) }))
    .filter(({ distance }) => distance <= Math.max(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.each;
}

/** Levenshtein's, by rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
