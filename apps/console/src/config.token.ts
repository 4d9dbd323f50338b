/** What Nest injects the `ConsoleConfig` by. */
export const CONSOLE_CONFIG = Symbol('console configuration');
