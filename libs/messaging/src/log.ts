/** What the library asks of a logger: pino's shape. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For tests and tools that do not care. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
