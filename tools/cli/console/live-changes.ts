import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { CliError } from '../cli-error.ts';
import type { ConsoleLink } from './console-link.ts';
import { readEvents } from './event-stream.ts';

export interface LiveOptions {
  readonly topic: LiveTopic;
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Told when the console goes away and when it is back. */
  readonly onAway: () => void;
  readonly onBack: () => void;
}

/** Milliseconds between two tries to reach a console that is away. */
const TRY_EVERY = 1_000;

/**
 * Yields when something of the topic may have changed: after each (re)connection, since nobody told us meanwhile, and with
 * each change that the console speaks of. Ends with the signal; survives the console's restarts.
 *
 * @throws CliError `NOT_RUNNING` when the whole stack has gone
 */
export async function* liveChanges(link: ConsoleLink, options: LiveOptions): AsyncGenerator<void> {
  const { topic, signal, wait, onAway, onBack } = options;
  let away = false;
  while (!signal.aborted) {
    try {
      for await (const { event, data } of readEvents(await link.stream('/api/events', signal))) {
        if (event === 'hello') {
          if (away) onBack();
          away = false;
          yield;
        } else if (event === 'changed' && (JSON.parse(data) as LiveChange).topics.includes(topic)) yield;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isAway(error)) throw error;
    }
    if (signal.aborted) return;
    if (!away) onAway();
    away = true;
    await link.assertRunning();
    await wait(TRY_EVERY, signal).catch(() => undefined); // aborted: the loop ends
  }
}

/** Nobody answers, the stream was cut off, or it is an answer that a console gives while it starts or stops. */
function isAway(error: unknown): boolean {
  return error instanceof CliError && ['CONSOLE_AWAY', 'CONSOLE_FAILED'].includes(error.code);
}
