/** What stands in the place of what is not allowed, so that it is seen to be missing. */
export const WITHHELD = '[withheld]';

/**
 * Attributes of spans and fields of log lines that leave the process: what the platform itself writes, none of which is about
 * a person. Ids are, and mean nothing outside. A `*` stands for any text.
 */
const PLATFORM = [
  // Spans: OpenTelemetry's conventions, as far as they describe the program and not its user.
  ...[
    'code.function.name',
    'db.*',
    'error.type',
    'exception.*',
    'http.request.method',
    'http.response.status_code',
  ],
  ...['http.route', 'messaging.*', 'network.protocol.*', 'server.*', 'url.path', 'url.scheme', 'waybill.*'],
  // Log lines.
  ...[
    '*Id',
    'ahead',
    'attempt',
    'cause',
    'changes',
    'code',
    'consumer',
    'consumers',
    'context',
    'deadlineMs',
  ],
  ...['declaration', 'delayMs', 'dependency', 'drifts', 'due', 'durable', 'epoch', 'err', 'error', 'events'],
  ...['failedAgain', 'failures', 'group', 'held', 'item', 'keys', 'maxPayload', 'messages', 'missed', 'name'],
  ...[
    'needed',
    'outcome',
    'parked',
    'reason',
    'removed',
    'repeat',
    'retryInMs',
    'returned',
    'schedule',
    'server',
  ],
  ...[
    'servers',
    'silentMs',
    'since',
    'span_id',
    'stack',
    'startAt',
    'stream',
    'subject',
    'targets',
    'trace_id',
  ],
  ...['type', 'types', 'until', 'version', 'versions', 'was', 'wasPaused'],
];

/** Names are few; what makes them up as it goes must not fill the memory. */
const MOST_KNOWN = 10_000;

let pattern = patternOf([]);
const known = new Map<string, boolean>();

/** Allows more names, of a service's own: `voucher`, `shop.*`. */
export function allowAttributes(more: readonly string[]): void {
  pattern = patternOf(more);
  known.clear();
}

export function isAllowed(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const allowed = pattern.test(name);
  if (known.size < MOST_KNOWN) known.set(name, allowed);
  return allowed;
}

/** The fields of a log line, withheld where they are not allowed. The same object if all are. */
export function withheldFields(fields: Record<string, unknown>): Record<string, unknown> {
  if (Object.keys(fields).every(isAllowed)) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isAllowed(name) ? value : WITHHELD]),
  );
}

function patternOf(more: readonly string[]): RegExp {
  const names = [...PLATFORM, ...more].map((name) => name.replaceAll('.', '\\.').replaceAll('*', '.*'));
  return new RegExp(`^(?:${names.join('|')})$`, 's');
}
