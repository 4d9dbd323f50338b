import { context, metrics as metricsApi, propagation, type TextMapPropagator } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { setTimeout as delay } from 'node:timers/promises';
import { allowAttributes } from './allowed-attributes.js';
import type { TelemetryConfig } from './config.js';
import { logDiagnostics } from './diagnostics.js';
import { createLogger } from './logger.js';
import { observeProcess } from './process-metrics.js';
import { resourceOf } from './resource.js';
import { startMetrics } from './sdk/metrics.js';

export { readTelemetryConfig, type TelemetryConfig } from './config.js';
export { describedVariables, type DescribedVariable } from './described-variables.js';

export interface Telemetry {
  /** Every metric of this process in Prometheus's text format. */
  metrics(): Promise<string>;
  /** Sends what is queued, for at most 3 s, and stops. */
  shutdown(): Promise<void>;
}

const FLUSH_MS = 3_000;

let started: Promise<Telemetry> | undefined;

/**
 * Registers OpenTelemetry's global parts: context that follows `await`, W3C trace context and baggage on the wire, the
 * meters behind `/metrics`; and, if `OTEL_*` names a destination, spans, metrics and logs. Parts that are not needed are
 * not loaded. Call it once, before anything takes a meter; a second call in the same process returns the first one's
 * result. Importing this file does nothing.
 */
export function startTelemetry(service: string, config: TelemetryConfig): Promise<Telemetry> {
  started ??= start(service, config);
  return started;
}

async function start(service: string, config: TelemetryConfig): Promise<Telemetry> {
  allowAttributes(config.attributes);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(propagatorOf(config));

  logDiagnostics(createLogger(service, 'warn', { sink: false }).child({ context: 'telemetry' }));
  const resource = resourceOf(service);
  const shutdowns: (() => Promise<void>)[] = [];
  if (config.traces.length > 0) {
    const { startTracing } = await import('./sdk/tracing.js');
    shutdowns.push(await startTracing(config, resource));
  }
  if (config.logs.length > 0) {
    const { startLogging } = await import('./sdk/logging.js');
    shutdowns.push(await startLogging(config, resource));
  }
  const pushed =
    config.metrics.length > 0 ? await (await import('./sdk/push-metrics.js')).pushingReaders(config) : [];
  const metrics = startMetrics(resource, pushed);
  shutdowns.push(metrics.shutdown);
  observeProcess(metricsApi.getMeter('@waybill/telemetry'));

  return {
    metrics: metrics.read,
    async shutdown() {
      // A receiver that is down must not keep a process from ending; the exporters have logged it already.
      const done = Promise.allSettled(shutdowns.splice(0).map((shutdown) => shutdown()));
      await Promise.race([done, delay(FLUSH_MS, undefined, { ref: false })]);
    },
  };
}

function propagatorOf({ propagators }: TelemetryConfig): TextMapPropagator {
  return new CompositePropagator({
    propagators: propagators.map((name) =>
      name === 'baggage' ? new W3CBaggagePropagator() : new W3CTraceContextPropagator(),
    ),
  });
}
