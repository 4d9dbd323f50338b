import type { Tracer } from '@opentelemetry/api';
import { tracerOf } from '@waybill/telemetry/tracing';

/** Undefined if nothing records: looked up for each span, because telemetry may start after this library. */
export function tracer(): Tracer | undefined {
  return tracerOf('waybill.messaging');
}
