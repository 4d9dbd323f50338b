import { Injectable } from '@nestjs/common';
import type { TracedReplay } from '@waybill/messaging';
import { replaySpan } from '../domain/replay-span.js';
import { traceparentOf } from '../domain/trace-ids.js';
import { Intake, IntakeFull } from './intake.js';
import { newTrace } from './new-trace.js';
import type { SpanRecord } from './records.js';

type InSpan = <T>(
  replay: TracedReplay,
  publish: (headers: TracedReplay['headers']) => Promise<T>,
) => Promise<T>;

/**
 * The console exports no telemetry: it would watch itself. So the one span that it owes others, the root of a
 * replay's trace, it makes by itself and stores where everybody's spans are.
 */
@Injectable()
export class ReplaySpans {
  constructor(private readonly intake: Intake) {}

  /** For one replay. What is published with the headers that `inSpan` gives continues the trace. */
  recorder(): { traceId: string; inSpan: InSpan } {
    const ids = newTrace();
    const inSpan: InSpan = async (replay, publish) => {
      const startedMs = Date.now();
      const headers = { ...replay.headers, traceparent: traceparentOf(ids, { sampled: true }) };
      const answer = await publish(headers);
      await this.keep(replaySpan(ids, replay, startedMs, Date.now()));
      return answer;
    };
    return { traceId: ids.traceId, inSpan };
  }

  /** The replay is on its way by now, and is no less so without its span. */
  private async keep(span: SpanRecord): Promise<void> {
    try {
      await this.intake.accept({ spans: [span] });
    } catch (error) {
      // The intake has said so in its log; the trace is without its root then.
      if (!(error instanceof IntakeFull)) throw error;
    }
  }
}
