import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export type AttributeMap = Readonly<Record<string, unknown>>;

export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly attributes: AttributeMap;
  readonly links: readonly { traceId: string; spanId: string; attributes: AttributeMap }[];
  readonly failed: boolean;
  /** Nanoseconds since the epoch. */
  readonly startedAt: bigint;
  readonly endedAt: bigint;
}

export interface ReceivedLog {
  readonly service: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly severity: string;
  readonly body: unknown;
  readonly attributes: AttributeMap;
}

export interface ReceivedMetric {
  readonly service: string;
  readonly name: string;
  readonly unit: string;
}

/** The smallest receiver of telemetry: OTLP over HTTP in JSON, gzip or plain, kept in memory. */
export class OtlpReceiver implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = [];
  readonly logs: ReceivedLog[] = [];
  readonly metrics: ReceivedMetric[] = [];
  /** What it could not read. */
  readonly errors: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        (error: unknown) => {
          this.errors.push(`${request.url}: ${String(error)}`);
          response.writeHead(400).end();
        },
      );
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve, reject) =>
      receiver.#server.once('error', reject).listen(0, '127.0.0.1', resolve),
    );
    return receiver;
  }

  /** Makes a process send here. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage): Promise<void> {
    const received = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(received) : received;
    const data = JSON.parse(body.toString()) as ExportRequest;
    for (const { resource, scopeSpans } of data.resourceSpans ?? []) {
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push(toSpan(serviceOf(resource), span));
      }
    }
    for (const { resource, scopeLogs } of data.resourceLogs ?? []) {
      for (const record of scopeLogs.flatMap(({ logRecords }) => logRecords)) {
        this.logs.push(toLog(serviceOf(resource), record));
      }
    }
    for (const { resource, scopeMetrics } of data.resourceMetrics ?? []) {
      for (const { name, unit = '' } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
        this.metrics.push({ service: serviceOf(resource), name, unit });
      }
    }
  }
}

// The part of OTLP's JSON encoding that is read here (opentelemetry-proto 1.x).
interface ExportRequest {
  resourceSpans?: { resource: Resource; scopeSpans: { spans: OtlpSpan[] }[] }[];
  resourceLogs?: { resource: Resource; scopeLogs: { logRecords: OtlpLog[] }[] }[];
  resourceMetrics?: {
    resource: Resource;
    scopeMetrics: { metrics: { name: string; unit?: string }[] }[];
  }[];
}
interface Resource {
  attributes: KeyValue[];
}
interface KeyValue {
  key: string;
  value: {
    stringValue?: string;
    intValue?: number | string;
    doubleValue?: number;
    boolValue?: boolean;
    arrayValue?: { values: KeyValue['value'][] };
  };
}
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes?: KeyValue[];
  links?: { traceId: string; spanId: string; attributes?: KeyValue[] }[];
  status?: { code?: number };
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}
interface OtlpLog {
  traceId?: string;
  spanId?: string;
  severityText?: string;
  body?: KeyValue['value'];
  attributes?: KeyValue[];
}

/** OTLP counts from 1, where 0 is "unspecified". */
const KINDS = ['INTERNAL', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const STATUS_ERROR = 2;

function toSpan(service: string, span: OtlpSpan): ReceivedSpan {
  const { traceId, spanId, parentSpanId, name, kind, attributes, links = [], status } = span;
  return {
    service,
    traceId,
    spanId,
    parentSpanId: parentSpanId || undefined,
    name,
    kind: KINDS[kind] ?? 'INTERNAL',
    attributes: toMap(attributes),
    links: links.map((link) => ({ ...link, attributes: toMap(link.attributes) })),
    failed: status?.code === STATUS_ERROR,
    startedAt: BigInt(span.startTimeUnixNano),
    endedAt: BigInt(span.endTimeUnixNano),
  };
}

function toLog(
  service: string,
  { traceId, spanId, severityText = '', body, attributes }: OtlpLog,
): ReceivedLog {
  return {
    service,
    traceId: traceId || undefined,
    spanId: spanId || undefined,
    severity: severityText,
    body: body && toValue(body),
    attributes: toMap(attributes),
  };
}

function serviceOf({ attributes }: Resource): string {
  return String(toMap(attributes)['service.name']);
}

function toMap(attributes: readonly KeyValue[] = []): AttributeMap {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: KeyValue['value']): unknown {
  const { stringValue, intValue, doubleValue, boolValue, arrayValue } = value;
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? doubleValue ?? boolValue ?? arrayValue?.values.map(toValue);
}
