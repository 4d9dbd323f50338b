import type { SpanView, TraceDetail, WaitView } from '@waybill/console-api';
import { fit } from '../table.ts';
import { duration } from './duration.ts';
import { describeProgress } from './progress-of-message.ts';
import type { Screen } from './screen.ts';
import { spanTree } from './span-tree.ts';
import { timeLine, type TimeLine } from './time-line.ts';

/** Where a message lay while nobody worked on it. */
const WAITED: Record<WaitView['kind'], string> = {
  outbox: 'in the outbox',
  broker: 'at the broker',
  'back-off': 'back-off',
};

/** Shorter waits than this share of the whole, and than this many milliseconds, are left out: there is one before every step. */
const WORTH_A_LINE = { share: 0.03, ms: 10 };

/** A trace as text: what it is, a line for each span and for each wait worth one, and what became of its messages. */
export function waterfall(trace: TraceDetail, screen: Screen): string {
  const rows = new Rows(trace, screen);
  const waits = Map.groupBy(trace.waits.filter(isWorthALine(trace)), ({ spanId }) => spanId);
  const lines = spanTree(trace.spans).flatMap(({ span, depth }) => [
    ...(waits.get(span.spanId) ?? []).map((wait) => rows.wait(wait, depth)),
    rows.span(span, depth),
  ]);
  return [...heading(trace, screen), '', rows.ruler(), ...lines, '', ...ending(trace, screen)].join('\n');
}

function heading(trace: TraceDetail, { paint }: Screen): string[] {
  const { traceId, startedAt, durationMs, spanCount, errorCount, status, conversationId } = trace;
  const facts = [
    `${startedAt.replace('T', ' ').replace('Z', '')} UTC`,
    duration(durationMs),
    `${spanCount} ${spanCount === 1 ? 'span' : 'spans'}`,
    ...(errorCount > 0 ? [`${errorCount} failed`] : []),
    status,
  ];
  return [
    paint('bold', `${trace.rootService}: ${trace.rootName}`),
    facts.join(' · '),
    `trace ${traceId}${conversationId === undefined ? '' : ` · order ${conversationId}`}`,
  ];
}

/** What became of the messages, by who has to handle them, and what other traces have to do with it. */
function ending({ messages, complete, linked }: TraceDetail, { paint }: Screen): string[] {
  const width = Math.max(0, ...messages.map(({ type }) => type.length));
  const verdict =
    complete === undefined
      ? paint('dim', 'whether it is complete cannot be told now')
      : complete
        ? paint('green', messages.length === 0 ? 'complete: no message travelled in it' : 'complete')
        : paint('yellow', 'not complete');
  const links = (word: string, traces: typeof linked.ledTo) =>
    traces.map(({ traceId, service, name }) => `${word} ${traceId} (${service}: ${shortName(name)})`);
  return [
    ...messages.map((message) => `${message.type.padEnd(width)}  ${describeProgress(message)}`),
    verdict,
    ...links('caused by', linked.causedBy),
    ...links('led to', linked.ledTo),
  ];
}

class Rows {
  readonly #screen: Screen;
  readonly #line: TimeLine;
  readonly #service: number;
  readonly #name: number;

  constructor(trace: TraceDetail, screen: Screen) {
    const { columns } = screen;
    this.#screen = screen;
    this.#service = Math.min(14, Math.max(7, ...trace.spans.map(({ service }) => service.length)));
    this.#name = Math.min(60, Math.max(36, Math.floor(columns * 0.42)));
    // Between the four columns stand two blanks each; a duration takes nine.
    this.#line = timeLine(trace, columns - this.#service - this.#name - 9 - 6);
  }

  /** Where idle stretches were cut out of the time line, and how long each was. */
  ruler(): string {
    const marks = Array.from({ length: this.#line.width }, () => ' ');
    for (const { from, to } of this.#line.idle) marks.fill('⋯', from, to);
    const cut = this.#line.idle.map(({ ms }) => duration(ms)).join(', ');
    const note = cut === '' ? '' : `⋯ is drawn short: ${cut}`;
    return this.#screen.paint('dim', this.#row('', note, '', marks.join('')).trimEnd());
  }

  span(span: SpanView, depth: number): string {
    const { paint } = this.#screen;
    const note = outcomeOf(span);
    const room = this.#name - (note === '' ? 0 : note.length + 1);
    const name = fit(`${indent(depth, this.#name)}${shortName(span.name)}`, room);
    const { from, to } = this.#line.place(span.offsetMs, span.offsetMs + span.durationMs);
    const bar = '█'.repeat(to - from).padStart(to);
    const text = this.#row(
      fit(span.service, this.#service),
      `${name} ${note}`.trimEnd(),
      duration(span.durationMs),
      bar,
    );
    return span.status === 'error'
      ? paint('red', text)
      : note.startsWith('[#')
        ? paint('yellow', text)
        : text;
  }

  wait({ kind, fromMs, toMs }: WaitView, depth: number): string {
    const label = `${indent(depth, this.#name)}⋯ ${duration(toMs - fromMs)} ${WAITED[kind]}`;
    const { from, to } = this.#line.place(fromMs, toMs);
    const bar = Array.from<string>({ length: to }).fill(' ', 0, from).fill('┄', from);
    for (const idle of this.#line.idle) bar.fill('⋯', Math.max(idle.from, from), Math.min(idle.to, to));
    return this.#screen.paint('dim', this.#row('', fit(label, this.#name), '', bar.join('')));
  }

  #row(service: string, name: string, took: string, bar: string): string {
    return `${service.padEnd(this.#service)}  ${name.padEnd(this.#name)}  ${took.padStart(9)}  ${bar}`.trimEnd();
  }
}

/** What a step of a message came to; nothing for other spans that went well. */
function outcomeOf({ attempt, outcome, status }: SpanView): string {
  if (outcome !== undefined)
    return attempt !== undefined && attempt > 1 ? `[#${attempt} ${outcome}]` : `[${outcome}]`;
  return status === 'error' ? '[failed]' : '';
}

/** Subjects end in a version and places for lane and partition, which say nothing to whoever reads. */
function shortName(name: string): string {
  return name.replace(/\.v\d+(\.\{[a-z]+\})+$/, '');
}

/** Deep trees keep room for their names. */
function indent(depth: number, width: number): string {
  return ' '.repeat(Math.min(2 * depth, Math.floor(width / 3)));
}

function isWorthALine({ durationMs }: TraceDetail): (wait: WaitView) => boolean {
  return ({ fromMs, toMs }) => toMs - fromMs >= Math.min(WORTH_A_LINE.ms, durationMs * WORTH_A_LINE.share);
}
