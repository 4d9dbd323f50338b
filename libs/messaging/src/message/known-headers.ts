/** The names that the library reads: CloudEvents attributes, trace context, the library's own. */
const KNOWN = /^(?:ce-|waybill-|traceparent$|tracestate$|baggage$)/;

/**
 * A header's name as the rest of the library spells it. NATS keeps the letter case of its sender, and some clients
 * write names in canonical case (`Ce-Id`, `Traceparent`). Other headers keep theirs.
 */
export function headerName(name: string): string {
  const lower = name.toLowerCase();
  return lower === name || !KNOWN.test(lower) ? name : lower;
}
