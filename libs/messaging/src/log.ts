/** The logger that the library writes to: `level(fields, message)`, pino's shape. It must not throw, and is called often. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes nothing: for tests and tools. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A log line must not fail a message: if its fields make the logger throw, it is written without them. */
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
