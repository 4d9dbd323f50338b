import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics, type BatchObservableCallback } from '@opentelemetry/api';
import type { LetterCount } from '../domain/dead-letter-edges.js';
import { CountOrders } from '../application/count-orders.js';
import { DeadLetters } from '../application/dead-letters.js';

/** Counting orders is a statement in every service. */
const FRESH_MS = 15_000;

interface Figures {
  lost: number | undefined;
  letters: readonly LetterCount[] | undefined;
}

/**
 * What only the console knows, as metrics: orders that are lost, dead letters that nobody has resolved. Read in the
 * background when metrics are collected: a scrape gets what was read last, and does not wait for the services.
 */
@Injectable()
export class PlatformMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('metrics');
  private readonly meter = metrics.getMeter('@waybill/console');
  private readonly lost = this.meter.createObservableGauge('waybill.console.lost_orders', {
    description: 'Accepted orders whose event nothing can deliver any more, since the console started',
    unit: '{order}',
  });
  private readonly open = this.meter.createObservableGauge('waybill.console.open_dead_letters', {
    description: 'Dead letters that are neither replayed nor discarded',
    unit: '{message}',
  });
  private readAt = -Infinity;
  private figures: Figures = { lost: undefined, letters: undefined };

  constructor(
    private readonly orders: CountOrders,
    private readonly letters: DeadLetters,
  ) {}

  onApplicationBootstrap(): void {
    this.meter.addBatchObservableCallback(this.observe, [this.lost, this.open]);
  }

  onApplicationShutdown(): void {
    this.meter.removeBatchObservableCallback(this.observe, [this.lost, this.open]);
  }

  private readonly observe: BatchObservableCallback = (result) => {
    if (performance.now() - this.readAt >= FRESH_MS) void this.read();
    const { lost, letters } = this.figures;
    if (lost !== undefined) result.observe(this.lost, lost);
    for (const [consumer, own] of Map.groupBy(letters ?? [], (count) => count.consumer)) {
      const open = own.reduce((sum, count) => sum + count.open, 0);
      result.observe(this.open, open, { 'messaging.consumer.group.name': consumer });
    }
  };

  private async read(): Promise<void> {
    this.readAt = performance.now();
    try {
      const [counters, letters] = await Promise.all([this.orders.count(), this.letters.counts()]);
      this.figures = { lost: counters.find(({ way }) => way === 'outbox')?.lost, letters };
    } catch (error) {
      this.logger.warn(`cannot read figures for metrics: ${String(error)}`);
    }
  }
}
