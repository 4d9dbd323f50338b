import { context, diag, DiagLogLevel, ROOT_CONTEXT } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { Logger } from './logger.js';

const REPEAT_AFTER_MS = 60_000;

/**
 * Logs what OpenTelemetry warns of: a receiver that is down, spans that were dropped. The same warning at most once a
 * minute, whatever numbers are in it.
 *
 * @param logger writes to standard output only: sent to the receiver that is down, a warning would cause the next one
 */
export function logDiagnostics(logger: Pick<Logger, 'warn' | 'error'>): void {
  const logged = new Map<string, number>();
  const log =
    (level: 'warn' | 'error') =>
    (...words: unknown[]) => {
      const text = words.map(readable).join(' ').slice(0, 500);
      const warning = text.replace(/\d+/g, '0');
      const now = performance.now();
      if (now - (logged.get(warning) ?? -Infinity) < REPEAT_AFTER_MS) return;
      if (logged.size > 100) logged.clear();
      logged.set(warning, now);
      // An export runs in the context of the span that filled the queue, which has nothing to do with the warning.
      context.with(ROOT_CONTEXT, () => logger[level](text));
    };
  const nothing = () => undefined;
  diag.setLogger(
    { error: log('error'), warn: log('warn'), info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // The SDK's own handler would pass the error to the logger above as JSON, with its stack.
  const unsent = log('error');
  setGlobalErrorHandler((error) => unsent('telemetry was not sent:', error));
}

/** An error's message: a refused connection names each address that was tried, a receiver its status and reason. */
function readable(word: unknown): string {
  if (!(word instanceof Error)) return String(word);
  const { name, message, code, data } = word as Error & { code?: unknown; data?: unknown };
  if (word instanceof AggregateError && message === '') return word.errors.map(readable).join(', ');
  const status = typeof code === 'number' ? ` (${code})` : '';
  return `${name === 'Error' ? '' : `${name}: `}${message}${status}${typeof data === 'string' && data !== '' ? `: ${data}` : ''}`;
}
