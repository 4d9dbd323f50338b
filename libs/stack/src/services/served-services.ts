import { StackError } from '../errors.js';
import type { Environment } from './service-environment.js';

/** How a service runs while a developer serves it from another terminal. */
export interface Serving {
  /** That terminal's environment, instead of the supervisor's. */
  readonly env: Environment;
  /** Where a debugger can attach. */
  readonly inspectorPort: number;
}

/** The services that are served now, each by one terminal. What runs already is not changed: a restart applies it. */
export class ServedServices {
  readonly #servings = new Map<string, Serving>();

  get(name: string): Serving | undefined {
    return this.#servings.get(name);
  }

  /** @throws StackError `ALREADY_SERVED` */
  add(name: string, serving: Serving): void {
    const other = this.#servings.get(name);
    if (other !== undefined) {
      throw new StackError(
        'ALREADY_SERVED',
        `${name} is served from another terminal, with its debugger on port ${other.inspectorPort}`,
      );
    }
    this.#servings.set(name, serving);
  }

  remove(name: string): void {
    this.#servings.delete(name);
  }
}
