import type { SpanView, TraceDetail, WaitView } from '@waybill/console-api';
import { duration, fit, plural, shortName } from '../format.js';
import { describeProgress, verdictOf } from './progress-of-message.js';
import type { Screen } from './screen.js';
import { spanTree } from './span-tree.js';
import { timeLine, type TimeLine } from './time-line.js';

/** Where a message was while it waited. */
const WAITED: Record<WaitView['kind'], string> = {
  due: 'until due',
  outbox: 'in the outbox',
  broker: 'at the broker',
  'back-off': 'back-off',
};

/** Waits shorter than this share of the whole, and than this many milliseconds, are left out: there is one before every step. */
const WORTH_A_LINE = { share: 0.03, ms: 10 };

/** A trace as text: what it is, a line for each span and for each wait worth one, and the state of its messages. */
export function waterfall(trace: TraceDetail, screen: Screen): string {
  const tree = spanTree(trace.spans);
  const rows = new Rows(trace, Math.max(0, ...tree.map(({ depth }) => depth)), screen);
  const waits = Map.groupBy(trace.waits.filter(isWorthALine(trace)), ({ spanId }) => spanId);
  const lines = tree.flatMap(({ span, depth }) => [
    ...(waits.get(span.spanId) ?? []).map((wait) => rows.wait(wait, depth)),
    rows.span(span, depth),
  ]);
  return [...heading(trace, screen), '', ...rows.ruler(), ...lines, '', ...ending(trace, screen)].join('\n');
}

function heading(trace: TraceDetail, { paint }: Screen): string[] {
  const { traceId, startedAt, durationMs, spanCount, errorCount, status, conversationId } = trace;
  const facts = [
    `${startedAt.replace('T', ' ').replace('Z', '')} UTC`,
    duration(durationMs),
    plural(spanCount, 'span'),
    ...(errorCount > 0 ? [`${errorCount} failed`] : []),
    status,
  ];
  return [
    paint('bold', `${trace.rootService}: ${shortName(trace.rootName)}`),
    facts.join(' · '),
    `trace ${traceId}${conversationId === undefined ? '' : ` · order ${conversationId}`}`,
  ];
}

/** The state of its messages, by consumer, and the traces that are linked to it. */
function ending({ messages, complete, linked }: TraceDetail, { paint }: Screen): string[] {
  const width = Math.max(0, ...messages.map(({ type }) => type.length));
  const links = (word: string, traces: typeof linked.ledTo) =>
    traces.map(({ traceId, service, name }) => `${word} ${traceId} (${service}: ${shortName(name)})`);
  return [
    ...messages.map((message) => `${message.type.padEnd(width)}  ${describeProgress(message)}`),
    endingWords(messages, complete, paint),
    ...links('caused by', linked.causedBy),
    ...links('led to', linked.ledTo),
  ];
}

function endingWords(
  messages: TraceDetail['messages'],
  complete: boolean | undefined,
  paint: Screen['paint'],
): string {
  if (complete === undefined) return paint('dim', 'whether it is complete is not known now');
  if (messages.length === 0) return paint('green', 'complete: it has no messages');
  return verdictOf(messages, complete, paint);
}

class Rows {
  readonly #screen: Screen;
  readonly #line: TimeLine;
  readonly #service: number;
  readonly #name: number;
  /** How far each level is indented: less in deep trees, so that names keep their room. */
  readonly #step: number;

  constructor(trace: TraceDetail, depth: number, screen: Screen) {
    const { columns } = screen;
    this.#screen = screen;
    this.#service = Math.min(14, Math.max(7, ...trace.spans.map(({ service }) => service.length)));
    this.#name = Math.min(60, Math.max(36, Math.floor(columns * 0.42)));
    this.#step = 2 * depth > this.#name / 3 ? 1 : 2;
    // Two blanks between the four columns; a duration takes nine.
    this.#line = timeLine(trace, columns - this.#service - this.#name - 9 - 6);
  }

  /** Where idle stretches were cut out of the time line, and how long each was. */
  ruler(): string[] {
    if (this.#line.idle.length === 0) return [];
    const marks = Array.from({ length: this.#line.width }, () => ' ');
    for (const { from, to } of this.#line.idle) marks.fill('⋯', from, to);
    const cut = this.#line.idle.map(({ ms }) => duration(ms)).join(', ');
    const note = fit(`⋯ is drawn short: ${cut}`, this.#name);
    return [this.#screen.paint('dim', this.#row('', note, '', marks.join('')))];
  }

  span(span: SpanView, depth: number): string {
    const { paint } = this.#screen;
    const note = outcomeOf(span);
    const room = this.#name - (note === '' ? 0 : note.length + 1);
    const name = fit(`${this.#indent(depth)}${shortName(span.name)}`, room);
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
    const label = `${this.#indent(depth)}⋯ ${duration(toMs - fromMs)} ${WAITED[kind]}`;
    const { from, to } = this.#line.place(fromMs, toMs);
    const bar = Array.from<string>({ length: to }).fill(' ', 0, from).fill('┄', from);
    for (const idle of this.#line.idle) bar.fill('⋯', Math.max(idle.from, from), Math.min(idle.to, to));
    return this.#screen.paint('dim', this.#row('', fit(label, this.#name), '', bar.join('')));
  }

  #indent(depth: number): string {
    return ' '.repeat(Math.min(this.#step * depth, Math.floor(this.#name / 2)));
  }

  #row(service: string, name: string, took: string, bar: string): string {
    return `${service.padEnd(this.#service)}  ${name.padEnd(this.#name)}  ${took.padStart(9)}  ${bar}`.trimEnd();
  }
}

/** The outcome of a message's step; nothing for other spans that went well. */
function outcomeOf({ attempt, outcome, status }: SpanView): string {
  if (outcome !== undefined)
    return attempt !== undefined && attempt > 1 ? `[#${attempt} ${outcome}]` : `[${outcome}]`;
  return status === 'error' ? '[failed]' : '';
}

function isWorthALine({ durationMs }: TraceDetail): (wait: WaitView) => boolean {
  return ({ fromMs, toMs }) => toMs - fromMs >= Math.min(WORTH_A_LINE.ms, durationMs * WORTH_A_LINE.share);
}
