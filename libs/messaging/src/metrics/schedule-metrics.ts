import type { BatchObservableCallback } from '@opentelemetry/api';
import type { ScheduleAttempt, ScheduleObserver } from '../schedule/schedule-observer.js';
import { errorTypeOf } from '../tracing/span-error.js';
import type { Instruments } from './instruments.js';

/** Counts and times what scheduled tasks do. */
export class ScheduleMetrics implements ScheduleObserver {
  constructor(private readonly instruments: Instruments) {}

  ran({ schedule, outcome, missed, seconds, error }: ScheduleAttempt): void {
    if (outcome === 'superseded') return;
    const { scheduleDuration, scheduleMissed } = this.instruments;
    const name = { 'waybill.schedule.name': schedule.name };
    scheduleDuration.record(seconds, {
      ...name,
      'waybill.schedule.outcome': outcome,
      ...(error !== undefined && { 'error.type': errorTypeOf(error) }),
    });
    if (outcome === 'completed' && missed > 0) scheduleMissed.add(missed, name);
  }
}

/**
 * Reports how long each schedule has owed a run. Every process of a service reports the same rows: take the maximum over
 * them, not the sum. Returns the function that stops it.
 */
export function observeSchedules(
  { meter, scheduleLag }: Instruments,
  lags: () => readonly { name: string; lagSeconds: number }[],
): () => void {
  const observe: BatchObservableCallback = (result) => {
    for (const { name, lagSeconds } of lags()) {
      result.observe(scheduleLag, lagSeconds, { 'waybill.schedule.name': name });
    }
  };
  meter.addBatchObservableCallback(observe, [scheduleLag]);
  return () => meter.removeBatchObservableCallback(observe, [scheduleLag]);
}
