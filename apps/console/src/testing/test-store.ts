import { defineService } from '@waybill/service';
import { startTestService, type TestService } from '@waybill/service/testing';
import { MessageProgressQueries, type TraceProgress } from '../application/message-progress.js';
import { MeasureLatencies } from '../application/measure-latencies.use-case.js';
import { DescribeTrace } from '../application/describe-trace.use-case.js';
import { settings, type ConsoleConfig } from '../config.js';
import { LatenciesController } from '../http/latencies.controller.js';
import { OtlpController } from '../http/otlp.controller.js';
import { TracesController } from '../http/traces.controller.js';
import { store } from '../persistence/store.js';

type Progress = Pick<MessageProgressQueries, 'progressOf'>;

/** No platform: whether a trace is complete is unknown. */
const UNKNOWN: Progress = { progressOf: async (): Promise<TraceProgress> => ({ messages: [], all: false }) };

export interface TestStore extends TestService {
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** Takes these spans in, as JSON, and expects that all are taken. */
  send(spans: object[], service?: string): Promise<void>;
  get(path: string): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** JSON responses only. */
  body: Record<string, unknown>;
  bytes: Buffer;
}

/** The half of the console that stores OTLP data and shows traces, without broker and services. */
export async function startTestStore(
  databaseUrl: string,
  {
    progress = UNKNOWN,
    ...config
  }: Partial<Pick<ConsoleConfig, 'retentionHours' | 'maxSpans'>> & { progress?: Progress } = {},
): Promise<TestStore> {
  const definition = defineService({
    name: 'console',
    settings,
    controllers: [OtlpController, TracesController, LatenciesController],
    providers: (given) => [
      ...store(given),
      { provide: MessageProgressQueries, useValue: progress },
      DescribeTrace,
      MeasureLatencies,
    ],
  });
  const service = await startTestService(definition, { config: { databaseUrl, ...config } });
  const post: TestStore['post'] = async (path, body, headers = { 'content-type': 'application/json' }) =>
    answerOf(
      await fetch(service.url + path, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) }),
    );
  return {
    ...service,
    post,
    get: async (path) => answerOf(await fetch(service.url + path)),
    async send(spans, name = 'order') {
      const { status, body } = await post('/v1/traces', JSON.stringify(exportOf(spans, name)));
      if (status !== 200 || Object.keys(body).length > 0)
        throw new Error(`${status} ${JSON.stringify(body)}`);
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {},
    bytes,
  };
}

export function exportOf(spans: object[], service = 'order'): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeSpans: [{ scope: { name: 'test' }, spans }],
      },
    ],
  };
}

let lastId = 0;
/** Ids that no other test of the file has. */
export const newSpanId = () => `a${(++lastId).toString(16).padStart(15, '0')}`;
export const newTraceId = () => `b${(++lastId).toString(16).padStart(31, '0')}`;

const EPOCH_NS = BigInt(Date.now() - 60_000) * 1_000_000n;
/** Nanoseconds of a moment so many milliseconds into this test run's minute. */
export const atMs = (ms: number) => String(EPOCH_NS + BigInt(Math.round(ms * 1e6)));

/** A span as OTLP's JSON has it: 1 ms long, unless said otherwise. */
export function otlpSpan(
  fields: Record<string, unknown> = {},
  attributes: Record<string, string | number> = {},
) {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: 'POST /orders',
    kind: 2,
    startTimeUnixNano: atMs(0),
    endTimeUnixNano: atMs(1),
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
    })),
    ...fields,
  };
}

/** What every span of a message says. */
export function messageAttributes(step: string, eventId: string, conversationId: string) {
  return {
    'messaging.system': 'nats',
    'messaging.operation.name': step,
    'messaging.destination.name': 'order.placed.v1.standard.3',
    'messaging.destination.template': 'order.placed.v1.{lane}.{partition}',
    'messaging.message.id': eventId,
    'messaging.message.conversation_id': conversationId,
  };
}
