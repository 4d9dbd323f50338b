import type { LogRecord } from '../domain/records.js';
import { recordsIn } from './records-in.js';
import { Rejections } from './rejections.js';
import {
  anyValueOf,
  attributesIn,
  idOf,
  instantOf,
  integerOf,
  messageIn,
  textOf,
  type Fields,
} from './values.js';

/** Four severity numbers each, from 1. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
const SAMPLED = 1;

/**
 * `ExportLogsServiceRequest`. Logs are shown beside the spans of their trace: a record without a trace, or of one that was
 * not sampled, is taken and not kept. A record without any time is rejected.
 */
export function readLogs(request: Fields): { logs: LogRecord[]; taken: number; rejections: Rejections } {
  const logs: LogRecord[] = [];
  let taken = 0;
  const rejections = new Rejections();
  for (const { service, record } of recordsIn(request, ['resourceLogs', 'scopeLogs', 'logRecords'])) {
    const timeNs = instantOf(record['timeUnixNano']) ?? instantOf(record['observedTimeUnixNano']);
    const traceId = idOf(record['traceId'], 16);
    if (!timeNs) {
      rejections.add('no valid timeUnixNano');
      continue;
    }
    taken++;
    if (traceId && isSampled(record)) logs.push(readLog(record, { traceId, timeNs, service }));
  }
  return { logs, taken, rejections };
}

/** The flags are optional. */
function isSampled(fields: Fields): boolean {
  if (!Object.hasOwn(fields, 'flags')) return true;
  return (Number(integerOf(fields['flags']) ?? SAMPLED) & SAMPLED) === SAMPLED;
}

function readLog(fields: Fields, known: Pick<LogRecord, 'traceId' | 'timeNs' | 'service'>): LogRecord {
  const number = Number(integerOf(fields['severityNumber']) ?? 0);
  const body = anyValueOf(messageIn(fields, 'body'));
  return {
    ...known,
    spanId: idOf(fields['spanId'], 8),
    severity: textOf(fields['severityText']) || (SEVERITIES[Math.floor((number - 1) / 4)] ?? 'UNSPECIFIED'),
    body: typeof body === 'string' ? body : JSON.stringify(body ?? textOf(fields['eventName'])),
    attributes: attributesIn(fields),
  };
}
