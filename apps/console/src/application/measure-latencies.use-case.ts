import { Injectable } from '@nestjs/common';
import type { LatenciesResponse } from '@waybill/console-api';
import { latenciesOf, type Timing } from '../domain/latencies.js';
import { TimedSpans, type TimedSpan } from '../persistence/timed-spans.js';

/** What is read at most: it bounds the time that a response takes, whatever is stored. */
const MOST_SPANS = 20_000;
const SLOTS = 20;

/** How long messages wait in outbox and broker, and how long handlers take, by the stored spans. */
@Injectable()
export class MeasureLatencies {
  constructor(private readonly spans: TimedSpans) {}

  async execute(minutes: number): Promise<LatenciesResponse> {
    const toMs = Date.now();
    const askedSlotMs = (minutes * 60_000) / SLOTS;
    // On a border of slots: the next response has the same ones.
    const askedMs = Math.floor(toMs / askedSlotMs - SLOTS) * askedSlotMs;
    const spans = await this.spans.latest(new Date(askedMs), new Date(toMs), MOST_SPANS);
    const all = spans.length < MOST_SPANS;
    const fromMs = all ? askedMs : spans.at(-1)!.startedMs;
    const slotMs = all ? askedSlotMs : (toMs - fromMs) / SLOTS;
    return {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      spans: spans.length,
      slotMs,
      latencies: latenciesOf(spans.flatMap(timingsOf), fromMs, slotMs),
    };
  }
}

function timingsOf(span: TimedSpan): Timing[] {
  const { step, startedMs, endedMs, attempt, since = '', ...edge } = span;
  const sinceMs = Date.parse(since);
  // Recorded times are cut to the millisecond, and clocks differ: no message waited for less than no time.
  const waited = (part: 'outbox' | 'broker', untilMs: number): Timing[] =>
    Number.isNaN(sinceMs) ? [] : [{ ...edge, part, endedMs: untilMs, ms: Math.max(0, untilMs - sinceMs) }];
  if (step === 'publish') return waited('outbox', endedMs);
  const handled: Timing = { ...edge, part: 'handler', endedMs, ms: endedMs - startedMs };
  // Later attempts waited for their retry, not for the consumer.
  return attempt === 1 ? [...waited('broker', startedMs), handled] : [handled];
}
