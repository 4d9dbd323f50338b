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
 * The id under which a delivered message is recorded: its own, the same if it was sent again, or its position if its
 * publisher gave it none.
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

/** The id under which the inbox records a message: the event's, or the delivered one if that cannot be used. */
export function eventIdOf(message: {
  id: string;
  headers: Headers;
  stream: string;
  position: string;
}): string {
  const id = decodeHeader(message.headers[CE_ID] ?? message.id);
  return isUsableId(id) ? id : deliveredIdOf(message);
}
