/** A test that has to fail once the mechanism is gone. */
export interface Proof {
  /** A `*.unit.spec.ts` or `*.int.spec.ts`, from the root of the workspace. */
  readonly spec: string;
  /** Part of the titles of the tests that count, describe blocks included. None means all of the file. */
  readonly test?: string;
}

/** One mechanism, taken out by replacing its text. */
export interface Mutation {
  /** In kebab case: what is named on the command line and in docs/guarantees.md. */
  readonly name: string;
  /** The section of docs/guarantees.md that rests on the mechanism. */
  readonly guarantee: number;
  /** What the library does without the mechanism, in words. */
  readonly without: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly source: string;
  readonly replacement: string;
  /** The cheapest first: the first that fails is enough. */
  readonly provenBy: readonly [Proof, ...Proof[]];
}

/** The file's text without the mechanism, or undefined if its source is not there exactly once. */
export function applied(
  { source, replacement }: Pick<Mutation, 'source' | 'replacement'>,
  text: string,
): string | undefined {
  const parts = text.split(source);
  return parts.length === 2 ? parts.join(replacement) : undefined;
}
