import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { allowAttributes, isAllowed, withheldFields, WITHHELD } from './allowed-attributes.js';
import { createLogger } from './logger.js';
import { WithheldAttributes } from './sdk/withheld-attributes.js';

const EMAIL = 'ada@example.org';

afterEach(() => allowAttributes([]));

it('allows what the platform writes, and what a service adds', () => {
  const names = ['messaging.message.id', 'db.query.text', 'http.route', 'orderId', 'consumer'];
  expect(names.filter((name) => !isAllowed(name))).toEqual([]);
  const others = [
    'email',
    'client.address',
    'http.request.header.cookie',
    'userIdentity',
    'messaging',
    'shop.voucher',
  ];
  expect(others.filter(isAllowed)).toEqual([]);
  allowAttributes(['shop.*', 'email']);
  expect(['shop.voucher', 'email'].filter((name) => !isAllowed(name))).toEqual([]);
  expect(isAllowed('shopper')).toBe(false);
});

it('returns the fields of a log line as they are where all of them are allowed', () => {
  const fields = { consumer: 'c', eventId: 'e' };
  expect(withheldFields(fields)).toBe(fields);
});

describe('what is not allowed', () => {
  it('is withheld from the attributes of spans, of their events, and of their links', () => {
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({
      spanProcessors: [new WithheldAttributes(), new SimpleSpanProcessor({ exporter })],
    });
    const linked = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    const span = provider.getTracer('test').startSpan('greet', {
      attributes: { email: EMAIL, 'http.route': '/greet' },
      links: [{ context: linked, attributes: { email: EMAIL } }],
    });
    span.setAttribute('shopper.name', EMAIL);
    span.addEvent('greeted', { email: EMAIL });
    span.end();
    const [{ attributes, events, links }] = exporter.getFinishedSpans() as [
      ReturnType<InMemorySpanExporter['getFinishedSpans']>[number],
    ];
    expect(attributes).toEqual({ email: WITHHELD, 'shopper.name': WITHHELD, 'http.route': '/greet' });
    expect(JSON.stringify([events, links])).not.toContain(EMAIL);
  });

  it('is withheld from log lines, and from the errors in them', () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const row = `Failing row contains (1, ${EMAIL}).`;
    const refused = Object.assign(new Error('violates a check'), {
      code: '23514',
      detail: row,
      meta: { row },
    });
    const log = createLogger('test', 'info', { destination });
    log.info({ orderId: '7', email: EMAIL, customer: { email: EMAIL } }, 'placed');
    log.warn(
      { err: new AggregateError([refused], 'two tries', { cause: refused }), cause: refused },
      'failed',
    );
    expect(lines.join()).not.toContain(EMAIL);
    expect(JSON.parse(lines[0]!)).toMatchObject({ orderId: '7', email: WITHHELD, customer: WITHHELD });
    expect(JSON.parse(lines[1]!)).toMatchObject({
      err: { message: expect.any(String) },
      cause: { code: '23514' },
    });
  });
});
