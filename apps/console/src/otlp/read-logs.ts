import type { LogRecord } from '../application/records.js';
import { Rejections } from './rejections.js';
import { serviceOf } from './resource.js';
import {
  anyValueOf,
  attributesIn,
  idOf,
  instantOf,
  integerOf,
  messageIn,
  messagesIn,
  textOf,
  type Fields,
} from './values.js';

/** Four severity numbers each, from 1. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
const SAMPLED = 1;

/**
 * `ExportLogsServiceRequest`. Logs are kept to be shown beside the spans of their trace: what names no trace, or one that
 * was not sampled, is taken and let go. A record without any time is refused.
 */
export function readLogs(request: Fields): { logs: LogRecord[]; taken: number; rejections: Rejections } {
  const logs: LogRecord[] = [];
  let taken = 0;
  const rejections = new Rejections();
  for (const resourceLogs of messagesIn(request, 'resourceLogs')) {
    const service = serviceOf(resourceLogs);
    for (const scope of messagesIn(resourceLogs, 'scopeLogs')) {
      for (const fields of messagesIn(scope, 'logRecords')) {
        const timeNs = instantOf(fields['timeUnixNano']) ?? instantOf(fields['observedTimeUnixNano']);
        const traceId = idOf(fields['traceId'], 16);
        if (!timeNs) {
          rejections.add('no valid timeUnixNano');
          continue;
        }
        taken++;
        if (traceId && isSampled(fields)) logs.push(readLog(fields, { traceId, timeNs, service }));
      }
    }
  }
  return { logs, taken, rejections };
}

/** Flags need not be sent. */
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
