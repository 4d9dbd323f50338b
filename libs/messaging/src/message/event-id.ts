import type { Headers } from '../transport/transport.js';
import { CE_ID, decodeHeader } from './cloud-events.js';
import { firstIdOf } from './resend.js';

export const USABLE_ID = '1 to 255 characters, no line break and no NUL, no lone surrogate';

/** It goes into a header (no line break), a text column (no NUL, no lone surrogate) and the inbox's index (not too long). */
export function isUsableId(id: string): boolean {
  return (
    typeof id === 'string' && id.length > 0 && id.length <= 255 && !/[\0\r\n]/.test(id) && id.isWellFormed()
  );
}

/**
 * What a delivered message is known by: its id, the same one where it was sent again, or its place in the stream
 * where its publisher gave it none.
 */
export function deliveredIdOf(delivery: {
  id: string;
  headers: Headers;
  stream: string;
  position: string;
}): string {
  const id = firstIdOf(delivery);
  return isUsableId(id) ? id : `${delivery.stream}:${delivery.position}`;
}

/** What the inbox knows a message by: the event's id, or what it was delivered under where it has none that is usable. */
export function eventIdOf(message: {
  id: string;
  headers: Headers;
  stream: string;
  position: string;
}): string {
  const id = decodeHeader(message.headers[CE_ID] ?? message.id);
  return isUsableId(id) ? id : deliveredIdOf(message);
}
