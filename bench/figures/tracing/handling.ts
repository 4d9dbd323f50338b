import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { consumer, on } from '@waybill/messaging';
import { MessagingService } from '@waybill/messaging/operations';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { v7 as uuidv7 } from 'uuid';
import { BenchHappened, benchLog, FILLING } from '../../bench-happened.ts';
import type { Servers } from '../../servers.ts';
import { rotate } from './intake.ts';
import { MODE_NAMES, type Mode, type Rounds } from './mode.ts';

const MESSAGES = 3_000;

class HandleHappened {
  async handle(): Promise<void> {}
}

/** Messages a second from the outbox through relay and broker to a handler that only commits its inbox row. */
export async function measureHandling(servers: Servers, endpoint: string, rounds: number): Promise<Rounds> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const measured: Rounds = { off: [], '10 %': [], '100 %': [] };
  // The first round is not counted: the compiler needs it.
  for (let round = -1; round < rounds; round++) {
    for (const mode of rotate(MODE_NAMES, round + 1)) {
      const provider = record(mode, endpoint);
      const result = await handleAll(servers);
      await provider?.shutdown();
      trace.disable();
      if (round >= 0) measured[mode].push(result);
    }
  }
  return measured;
}

function record(mode: Mode, endpoint: string): TracerProvider | undefined {
  if (mode === 'off') return undefined;
  const root = mode === '10 %' ? new TraceIdRatioBasedSampler(0.1) : new AlwaysOnSampler();
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root }),
    // Enough for the whole round: dropped spans would cost nothing.
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 4 * MESSAGES })],
  });
  trace.setGlobalTracerProvider(provider);
  return provider;
}

async function handleAll(servers: Servers) {
  const { pool, natsUrl, transaction } = servers;
  let handled = 0;
  let done: () => void = () => {};
  const all = new Promise<void>((resolve) => (done = resolve));
  const messaging = new MessagingService({
    service: 'bench',
    roles: new Set(['relay', 'consumers']),
    transport: await connectJetStream({ servers: [natsUrl], name: 'bench', log: benchLog }),
    pool,
    transaction,
    subscriptions: [
      consumer('bench-happened', { startFrom: 'beginning', ordering: 'none', concurrency: 64 }, [
        on(BenchHappened, HandleHappened),
      ]),
    ],
    publishes: [BenchHappened],
    invoke: async () => {},
    observers: [{ dispatched: () => void (++handled === MESSAGES && done()) }],
    log: benchLog,
  });
  await messaging.reconcile();
  const tracer = trace.getTracer('bench');
  for (let first = 0; first < MESSAGES; first += 100) {
    await transaction(async (tx) => {
      for (let i = 0; i < 100; i++) {
        // A request of its own for each, so that 10 % of the messages are sampled, not 10 % of the hundreds.
        const span = tracer.startSpan('POST /things', { kind: SpanKind.SERVER, root: true });
        await context.with(trace.setSpan(context.active(), span), () =>
          messaging.outbox.publish(tx, BenchHappened, { id: uuidv7(), number: first + i, filling: FILLING }),
        );
        span.end();
      }
    });
  }
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  messaging.startRelay();
  await messaging.startConsumers();
  await all;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await messaging.stop();
  return { value: MESSAGES / seconds, cpuMicros: (user + system) / MESSAGES };
}
