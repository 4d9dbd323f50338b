/** Header values are percent-encoded; one that is not, or not validly, is returned as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Of W3C's `traceparent`. */
export function traceIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(headers.traceparent ?? '')?.[1];
}

export function conversationOf(headers: Readonly<Record<string, string>>): string | undefined {
  const id = headers['ce-correlationid'];
  return id === undefined ? undefined : decoded(id);
}

/** The event's own id; without one, the broker's message id. */
export function eventIdOf(headers: Readonly<Record<string, string>>, brokerId: string): string {
  return decoded(headers['ce-id'] ?? brokerId);
}
