import { context, ROOT_CONTEXT, SpanKind, trace, type Span } from '@opentelemetry/api';
import { ATTRIBUTES } from './attributes.js';
import { endingWith, recordError } from './span-error.js';
import { tracer } from './tracer.js';

const { schedule } = ATTRIBUTES.waybill;

/** One attempt of a scheduled task. */
export interface TracedRun {
  readonly schedule: string;
  readonly due: Date;
  readonly missed: number;
  readonly attempt: number;
}

export interface ScheduleSpan {
  ended(outcome: string, error?: Error): void;
}

const NO_SPAN: ScheduleSpan = { ended() {} };

/**
 * `schedule <name>`, INTERNAL, the root of a new trace: nobody's request caused it. What the task logs, appends and asks of
 * its database happens in it, so the trace goes on into the consumers of its events.
 */
export async function inScheduleSpan(
  run: TracedRun,
  work: (span: ScheduleSpan) => Promise<void>,
): Promise<void> {
  const recorder = tracer();
  if (!recorder) return context.with(ROOT_CONTEXT, work, undefined, NO_SPAN);
  const span = recorder.startSpan(`schedule ${run.schedule}`, { kind: SpanKind.INTERNAL }, ROOT_CONTEXT);
  if (span.isRecording()) {
    span.setAttributes({
      [schedule.name]: run.schedule,
      [schedule.due]: run.due.toISOString(),
      [schedule.missed]: run.missed,
      [schedule.attempt]: run.attempt,
    });
  }
  const current = trace.setSpan(ROOT_CONTEXT, span);
  await endingWith(span, () => context.with(current, work, undefined, recorded(span)));
}

function recorded(span: Span): ScheduleSpan {
  return {
    ended(outcome, error) {
      span.setAttribute(schedule.outcome, outcome);
      if (error) recordError(span, error);
    },
  };
}
