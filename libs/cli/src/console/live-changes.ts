import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { CliError } from '../cli-error.js';
import type { ConsoleLink } from './console-link.js';

export interface LiveOptions {
  readonly topic: LiveTopic;
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Called when the console goes down, and when it is back. */
  readonly onDown: () => void;
  readonly onBack: () => void;
}

/** Milliseconds between two attempts to reach a console that is down. */
const RETRY_EVERY = 1_000;

/**
 * Yields when something of the topic may have changed: after each (re)connection, and with each change that the console
 * reports. Ends with the signal; survives the console's restarts.
 *
 * @throws CliError `NOT_RUNNING` when the whole platform has stopped
 */
export async function* liveChanges(link: ConsoleLink, options: LiveOptions): AsyncGenerator<void> {
  const { topic, signal, wait, onDown, onBack } = options;
  let down = false;
  while (!signal.aborted) {
    try {
      for await (const { event, data } of link.events('/api/events', signal)) {
        if (event === 'hello') {
          if (down) onBack();
          down = false;
          yield;
        } else if (event === 'changed' && (JSON.parse(data) as LiveChange).topics.includes(topic)) yield;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isDown(error)) throw error;
    }
    if (signal.aborted) return;
    if (!down) onDown();
    down = true;
    await link.assertRunning();
    await wait(RETRY_EVERY, signal).catch(() => undefined); // aborted: the loop ends
  }
}

/** No response, a stream that was cut off, or what a console responds with while it starts or stops. */
function isDown(error: unknown): boolean {
  return error instanceof CliError && ['CONSOLE_AWAY', 'CONSOLE_FAILED'].includes(error.code);
}
