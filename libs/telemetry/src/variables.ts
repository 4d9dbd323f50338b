export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads variables as OpenTelemetry's specification has them (empty is unset, the case of a name does not matter) and
 * keeps what is wrong with them, one line for each. What was said is repeated only where it is one of a few words: the
 * rest may be secret.
 */
export class Variables {
  readonly #faults = new Set<string>();

  constructor(private readonly environment: Environment) {}

  get faults(): readonly string[] {
    return [...this.#faults];
  }

  refuse(name: string, why: string): undefined {
    this.#faults.add(`${name}: ${why}`);
  }

  text(name: string): string | undefined {
    return this.environment[name]?.trim() || undefined;
  }

  /** The name of the first that is set: a signal's own variable goes before the one for all. */
  firstSet(...names: string[]): string | undefined {
    return names.find((name) => this.text(name) !== undefined);
  }

  number(
    name: string,
    { min, max = Infinity, whole = true }: { min: number; max?: number; whole?: boolean },
  ) {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (number >= min && number <= max && (!whole || Number.isSafeInteger(number))) return number;
    const range = max === Infinity ? `${min} or more` : `${min} to ${max}`;
    return this.refuse(name, `must be a ${whole ? 'whole ' : ''}number, ${range}`);
  }

  word<Known extends string>(name: string, known: readonly Known[]): Known | undefined {
    const given = this.text(name);
    return given === undefined ? undefined : this.known(name, [given], known)[0];
  }

  /** A list separated by commas, each of its words once; undefined where the variable is not set. */
  words<Known extends string>(name: string, known: readonly Known[]): Known[] | undefined {
    const given = this.text(name);
    return given === undefined ? undefined : this.known(name, given.split(','), known);
  }

  private known<Known extends string>(name: string, given: string[], known: readonly Known[]): Known[] {
    const words = given.map((word) => word.trim().toLowerCase());
    const unknown = words.filter((word) => !known.some((each) => each === word));
    if (unknown.length > 0) this.refuse(name, `${unknown.join(', ')} is none of ${known.join(', ')}`);
    return known.filter((each) => words.includes(each));
  }
}
