import { describe, expect, it } from '@jest/globals';
import { beginClick, exportRequestOf } from './click-span.ts';

const counting = (count: number) =>
  Array.from({ length: count }, (_, i) => (i + 1).toString(16).padStart(2, '0')).join('');
const AT = Date.parse('2026-11-22T18:00:00.125Z');

describe('beginClick', () => {
  it('makes a sampled traceparent of its own ids', () => {
    expect(beginClick(AT, counting).traceparent).toBe(
      '00-0102030405060708090a0b0c0d0e0f10-0102030405060708-01',
    );
  });
});

describe('exportRequestOf', () => {
  const click = {
    ...beginClick(AT, counting),
    name: 'click Place order',
    durationMs: 12.5,
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 202 },
  };
  const spanOf = (of: Parameters<typeof exportRequestOf>[0]) =>
    exportRequestOf(of).resourceSpans[0]!.scopeSpans[0]!.spans[0]!;

  it('is one root span of the browser, from click to response, exact to the microsecond', () => {
    const [resource] = exportRequestOf(click).resourceSpans;
    expect(resource!.resource.attributes).toEqual([
      { key: 'service.name', value: { stringValue: 'browser' } },
    ]);
    expect(spanOf(click)).toMatchObject({
      traceId: click.traceId,
      spanId: click.spanId,
      kind: 3,
      startTimeUnixNano: `${AT}000000`,
      endTimeUnixNano: `${AT + 12}500000`,
      attributes: [
        { key: 'http.request.method', value: { stringValue: 'POST' } },
        { key: 'http.response.status_code', value: { intValue: '202' } },
      ],
      status: {},
    });
    expect(spanOf(click)).not.toHaveProperty('parentSpanId');
  });

  it('ends in error if the order was refused', () => {
    expect(spanOf({ ...click, error: 'The order service does not respond' }).status).toEqual({
      code: 2,
      message: 'The order service does not respond',
    });
  });
});
