/** What the library asks of a logger: pino's shape. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For tests and tools that do not care. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A line is never worth a message: where its fields make the logger throw, it is written without them. */
export function unfailing(log: Log): Log {
  const guarded =
    (level: keyof Log): Log['info'] =>
    (fields, message) => {
      try {
        log[level](fields, message);
      } catch {
        log[level]({}, `${message} (its details could not be written)`);
      }
    };
  return {
    debug: guarded('debug'),
    info: guarded('info'),
    warn: guarded('warn'),
    error: guarded('error'),
  };
}
