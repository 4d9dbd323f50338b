import { context, diag, DiagLogLevel, ROOT_CONTEXT } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { Logger } from './logger.js';

const REPEAT_AFTER_MS = 60_000;

/**
 * Says in the log what OpenTelemetry has to complain of: a receiver that is away, spans that were dropped.
 * The same complaint at most once a minute, whatever figures are in it.
 *
 * @param logger writes to standard output alone: sent to the receiver that is away, a complaint would make the next one
 */
export function logDiagnostics(logger: Pick<Logger, 'warn' | 'error'>): void {
  const said = new Map<string, number>();
  const say =
    (level: 'warn' | 'error') =>
    (...words: unknown[]) => {
      const text = words.map(readable).join(' ').slice(0, 500);
      const complaint = text.replace(/\d+/g, '0');
      const now = performance.now();
      if (now - (said.get(complaint) ?? -Infinity) < REPEAT_AFTER_MS) return;
      if (said.size > 100) said.clear();
      said.set(complaint, now);
      // Exports run in the context of whatever span happened to fill the queue, which has nothing to do with it.
      context.with(ROOT_CONTEXT, () => logger[level](text));
    };
  const nothing = () => undefined;
  diag.setLogger(
    { error: say('error'), warn: say('warn'), info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // The SDK's own handler would hand the error to the logger above as JSON, stack and all.
  const unsent = say('error');
  setGlobalErrorHandler((error) => unsent('telemetry was not sent:', error));
}

/** Of an error what it says: a refused connection names each address it tried, a receiver its status and reason. */
function readable(word: unknown): string {
  if (!(word instanceof Error)) return String(word);
  const { name, message, code, data } = word as Error & { code?: unknown; data?: unknown };
  if (word instanceof AggregateError && message === '') return word.errors.map(readable).join(', ');
  const status = typeof code === 'number' ? ` (${code})` : '';
  return `${name === 'Error' ? '' : `${name}: `}${message}${status}${typeof data === 'string' && data !== '' ? `: ${data}` : ''}`;
}
