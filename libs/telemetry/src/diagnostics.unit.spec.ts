import { diag } from '@opentelemetry/api';
import { globalErrorHandler } from '@opentelemetry/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logDiagnostics } from './diagnostics.js';

describe('what OpenTelemetry warns of', () => {
  let said: string[];
  beforeEach(() => {
    said = [];
    logDiagnostics({
      warn: (text: unknown) => void said.push(`warn ${String(text)}`),
      error: (text: unknown) => void said.push(`error ${String(text)}`),
    });
  });
  afterEach(() => diag.disable());

  it('is logged once, however often it comes and whatever numbers are in it', () => {
    for (const dropped of [3, 40, 500]) diag.warn(`Dropped ${dropped} spans because maxQueueSize reached`);
    diag.warn('something else');
    expect(said).toEqual(['warn Dropped 3 spans because maxQueueSize reached', 'warn something else']);
  });

  it('names each address that refused', () => {
    const refused = ['::1', '127.0.0.1'].map((host) => new Error(`connect ECONNREFUSED ${host}:4318`));
    globalErrorHandler(new AggregateError(refused));
    expect(said).toEqual([
      'error telemetry was not sent: connect ECONNREFUSED ::1:4318, connect ECONNREFUSED 127.0.0.1:4318',
    ]);
  });

  it('names the status and the reason that a receiver responds with', () => {
    const response = { name: 'OTLPExporterError', code: 401, data: '{"message":"no such key"}' };
    globalErrorHandler(Object.assign(new Error('Unauthorized'), response));
    expect(said).toEqual([
      'error telemetry was not sent: OTLPExporterError: Unauthorized (401): {"message":"no such key"}',
    ]);
  });
});
