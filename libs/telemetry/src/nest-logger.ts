import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's logger over ours. Nest passes the logger's context last and, for errors, a stack or an Error before it. */
export class NestLogger implements LoggerService {
  readonly log = this.at('info');
  readonly error = this.at('error');
  readonly warn = this.at('warn');
  readonly debug = this.at('debug');
  readonly verbose = this.at('trace');
  readonly fatal = this.at('fatal');

  constructor(private readonly logger: Logger) {}

  private at(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace') {
    return (message: unknown, ...rest: unknown[]): void => {
      const last = rest.at(-1);
      const context = typeof last === 'string' && !last.includes('\n') ? last : undefined;
      const details = context === undefined ? rest : rest.slice(0, -1);
      const error = [message, ...details].find((value) => value instanceof Error);
      const stack = details.find((value) => typeof value === 'string');
      const fields = {
        ...(context !== undefined && { context }),
        ...(error ? { err: error } : stack !== undefined && { stack }),
        ...(isPlainObject(message) ? message : undefined),
      };
      if (isPlainObject(message)) this.logger[level](fields);
      else this.logger[level](fields, message instanceof Error ? message.message : String(message));
    };
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !Array.isArray(value);
}
