import { context, diag, DiagLogLevel, ROOT_CONTEXT } from '@opentelemetry/api';
import { createLogger } from './logger.js';

const REPEAT_AFTER_MS = 60_000;

/**
 * Says in the log what OpenTelemetry has to complain of: a receiver that is away, spans that were dropped.
 * The same complaint at most once a minute, and on standard output alone: sent to the receiver that is away,
 * it would make the next one.
 */
export function logDiagnostics(service: string): void {
  const logger = createLogger(service, 'warn', { sink: false }).child({ context: 'telemetry' });
  const said = new Map<string, number>();
  const say =
    (level: 'warn' | 'error') =>
    (message: string, ...details: unknown[]) => {
      const text = [message, ...details.map(String)].map(readable).join(' ').slice(0, 500);
      const now = performance.now();
      if (now - (said.get(text) ?? -Infinity) < REPEAT_AFTER_MS) return;
      if (said.size > 100) said.clear();
      said.set(text, now);
      // Exports run in the context of whatever span happened to fill the queue, which has nothing to do with it.
      context.with(ROOT_CONTEXT, () => logger[level](text));
    };
  const nothing = () => undefined;
  diag.setLogger(
    { error: say('error'), warn: say('warn'), info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** The SDK hands over errors as JSON with their stacks: what they say is enough. */
function readable(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { name, message } = JSON.parse(text) as { name?: unknown; message?: unknown };
    return typeof message === 'string' ? `telemetry was not sent: ${String(name)}: ${message}` : text;
  } catch {
    return text;
  }
}
