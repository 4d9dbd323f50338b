import { CE_ID, decodeHeader } from './cloud-events.js';
import type { Headers } from '../transport/transport.js';

const SEPARATOR = ';resend=';

/**
 * The `Nats-Msg-Id` under which an event goes out: its id or, if it is resent on purpose, one that the broker
 * has not seen. A relay that crashes sends the same one twice.
 */
export function messageIdOf(eventId: string, resendId: string | null): string {
  return resendId === null ? eventId : `${eventId}${SEPARATOR}${resendId}`;
}

/** The id that a message had when it was sent first: `ce-id` says whether what follows is ours. */
export function firstIdOf({ id, headers }: { id: string; headers: Headers }): string {
  const eventId = headers[CE_ID];
  if (eventId === undefined) return id;
  const first = decodeHeader(eventId);
  return id.startsWith(`${first}${SEPARATOR}`) ? first : id;
}
