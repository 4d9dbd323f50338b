import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's logger over ours. Nest passes the logger's context last and, for errors, a stack or an Error before it. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const details = [...rest];
    const last = details.at(-1);
    const context = typeof last === 'string' && !last.includes('\n') ? (details.pop(), last) : undefined;
    const error = [message, ...details].find((value) => value instanceof Error);
    const stack = details.find((value) => typeof value === 'string');
    const fields = {
      ...(context !== undefined && { context }),
      ...(error ? { err: error } : stack !== undefined && { stack }),
      ...(isPlainObject(message) ? message : undefined),
    };
    if (isPlainObject(message)) this.logger[level](fields);
    else this.logger[level](fields, message instanceof Error ? message.message : String(message));
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !Array.isArray(value);
}
