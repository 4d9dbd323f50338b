import type { RewindRequest } from '@waybill/messaging';
import { UsageError } from '../cli-error.ts';
import { parseSince } from '../since.ts';

/**
 * `beginning`, a stream's sequence, or a time as `parseSince` takes it.
 *
 * @throws UsageError
 */
export function parseTarget(text: string | undefined, now: number): RewindRequest['to'] {
  if (text === undefined) {
    throw new UsageError('rewind to when?', 'add --to <time|sequence|beginning>, for example --to 2h');
  }
  if (text === 'beginning') return 'beginning';
  if (/^[1-9]\d*$/.test(text)) return { sequence: Number(text) };
  return { time: parseSince(text, now).toISOString() };
}
