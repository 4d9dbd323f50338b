import type { BatchObservableCallback } from '@opentelemetry/api';
import type { ConsumerPlan } from '../consumer/plan.js';
import type { Log } from '../log.js';
import { keyOf, surveyDurables } from '../topology/consumer-survey.js';
import type { StreamReader, StreamTransport } from '../transport/stream-transport.js';
import type { Instruments } from './instruments.js';

/** Several readers may collect at once, and each collection costs one request per stream. */
const FRESH_MS = 1_000;

interface Backlog {
  pending: number;
  ackPending: number;
}

/**
 * Asks the broker where the consumers stand whenever metrics are collected, at most once a second, and not otherwise.
 * The durables of one consumer are added up. Returns the function that stops it.
 */
export function observeConsumers(
  { meter, consumerPending, consumerAckPending }: Instruments,
  transport: Pick<StreamTransport, 'isConnected'> & { reader: Pick<StreamReader, 'durables'> },
  plans: () => readonly ConsumerPlan[],
  log: Log,
  now: () => number = () => performance.now(),
): () => void {
  let asked: { at: number; backlogs: Promise<Map<string, Backlog>> } | undefined;
  const ask = () => {
    if (!asked || now() - asked.at >= FRESH_MS)
      asked = { at: now(), backlogs: backlogs(transport.reader, plans()) };
    return asked.backlogs;
  };
  const observe: BatchObservableCallback = async (result) => {
    // Report no figure while the broker is down.
    if (!transport.isConnected()) return;
    try {
      for (const [consumer, { pending, ackPending }] of await ask()) {
        const labels = { 'messaging.system': 'nats', 'messaging.consumer.group.name': consumer };
        result.observe(consumerPending, pending, labels);
        result.observe(consumerAckPending, ackPending, labels);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not ask the broker about the consumers for metrics');
    }
  };
  const gauges = [consumerPending, consumerAckPending];
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}

async function backlogs(
  reader: Pick<StreamReader, 'durables'>,
  plans: readonly ConsumerPlan[],
): Promise<Map<string, Backlog>> {
  const totals = new Map<string, Backlog>();
  const events = plans.filter(({ replays }) => !replays);
  const durables = await surveyDurables(reader, events);
  for (const { consumer, declaration } of events) {
    const status = durables.get(keyOf(declaration));
    // Not made yet: the service is about to.
    if (!status) continue;
    const total = totals.get(consumer.name) ?? { pending: 0, ackPending: 0 };
    totals.set(consumer.name, {
      pending: total.pending + status.numPending,
      ackPending: total.ackPending + status.numAckPending,
    });
  }
  return totals;
}
