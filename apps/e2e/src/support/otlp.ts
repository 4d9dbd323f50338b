import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs/minimal.js';

export interface SentSpan {
  traceId: string;
  spanId: string;
  startedAt: bigint;
}

export function newSpan(): SentSpan {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    startedAt: BigInt(Date.now()) * 1_000_000n,
  };
}

/** What a span has besides its time and place. */
interface Content {
  name: string;
  parentSpanId?: string;
  links?: { traceId: string; spanId: string }[];
}

/** Two milliseconds of a service that the platform does not know, as an entry of OTLP's `resourceSpans`. */
export function elsewhere({ traceId, spanId, startedAt }: SentSpan, content: Content) {
  const span = {
    traceId,
    spanId,
    kind: 2,
    startTimeUnixNano: String(startedAt),
    endTimeUnixNano: String(startedAt + 2_000_000n),
    ...content,
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'elsewhere' } }] };
  return { resource, scopeSpans: [{ spans: [span] }] };
}

/** The same as OTLP in JSON. */
export function inJson(sent: SentSpan): string {
  return JSON.stringify({ resourceSpans: [elsewhere(sent, { name: 'GET /elsewhere' })] });
}

/** The same as opentelemetry-proto 1.x has it: the numbers are those of its fields. */
export function inProtobuf({ traceId, spanId, startedAt }: SentSpan): Uint8Array<ArrayBuffer> {
  const serviceName = bytes(
    bytes(writer(), 1, Buffer.from('service.name')),
    2,
    bytes(writer(), 1, Buffer.from('elsewhere')),
  );
  const resource = bytes(writer(), 1, serviceName);
  const span = writer();
  bytes(span, 1, Buffer.from(traceId, 'hex'));
  bytes(span, 2, Buffer.from(spanId, 'hex'));
  bytes(span, 5, Buffer.from('GET /elsewhere'));
  span.uint32(6 << 3).uint32(2);
  time(span, 7, startedAt);
  time(span, 8, startedAt + 2_000_000n);
  const resourceSpans = bytes(bytes(writer(), 1, resource), 2, bytes(writer(), 2, span));
  return Uint8Array.from(bytes(writer(), 1, resourceSpans).finish());
}

function writer(): protobuf.Writer {
  return new protobuf.Writer();
}

/** Strings, bytes and messages all are their length and their bytes. */
function bytes(to: protobuf.Writer, field: number, content: Uint8Array | protobuf.Writer): protobuf.Writer {
  return to.uint32((field << 3) | 2).bytes(content instanceof Uint8Array ? content : content.finish());
}

/** `fixed64`: little-endian, so the lower half first. */
function time(to: protobuf.Writer, field: number, value: bigint): void {
  to.uint32((field << 3) | 1)
    .fixed32(Number(value & 0xffff_ffffn))
    .fixed32(Number(value >> 32n));
}
