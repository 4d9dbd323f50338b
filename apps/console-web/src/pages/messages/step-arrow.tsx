import type { KeyboardEvent, SVGProps } from 'react';
import { formatDuration } from '../../ui/index.ts';
import { GUTTER, type PlacedStep } from './sequence-layout.ts';
import type { Lane } from './sequence.ts';
import styles from './sequence-diagram.module.css';
import { sentenceOf } from './words.ts';

interface Props {
  placed: PlacedStep;
  lanes: readonly Lane[];
  width: number;
  began: number | undefined;
  selected: boolean;
  onSelect: (eventId: string) => void;
}

const ROW_ABOVE = 24;
const ROW_BELOW = 25;
const LOOP = 30;

/** One step: its time, its arrow, its text. A button if there is a message to open. */
export function StepArrow({ placed, lanes, width, began, selected, onSelect }: Props) {
  const { step, y, bar, toX, pause } = placed;
  const { eventId, tone } = step;
  const open = eventId === undefined ? undefined : () => onSelect(selected ? '' : eventId);
  const row = { x: 1, y: y - ROW_ABOVE, width: Math.max(0, width - 2), height: ROW_ABOVE + ROW_BELOW, rx: 4 };
  return (
    <g className={styles.step} data-tone={tone} data-selected={selected || undefined}>
      <g aria-hidden="true">
        {pause && (
          <text className={styles.time} x={GUTTER - 14} y={pause.y} textAnchor="end">
            ⋯ {formatDuration(pause.ms)}
          </text>
        )}
        <rect className={styles.row} {...row} />
        <text className={styles.time} x={GUTTER - 14} y={y + 4} textAnchor="end">
          {step.at !== undefined && began !== undefined ? `+${formatDuration(step.at - began)}` : 'not yet'}
        </text>
        {bar && <rect className={styles.bar} x={toX - 4} y={bar.y} width={8} height={bar.height} rx={2} />}
        <Line placed={placed} />
        <Words placed={placed} width={width} />
      </g>
      {/* On top, so that a click anywhere in the row counts. */}
      <rect
        className={styles.hit}
        {...row}
        aria-label={sentenceOf(step, lanes)}
        {...roleOf(open, selected)}
      />
    </g>
  );
}

function roleOf(open: (() => void) | undefined, selected: boolean): SVGProps<SVGRectElement> {
  if (!open) return { role: 'img' };
  return {
    role: 'button',
    tabIndex: 0,
    'aria-pressed': selected,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open();
    },
  };
}

function Line({ placed: { fromX, toX, y, bar } }: Pick<Props, 'placed'>) {
  if (fromX === toX) {
    const loop = `M${fromX} ${y - 10}h${LOOP - 8}a8 8 0 0 1 8 8v4a8 8 0 0 1 -8 8h-${LOOP - 11}`;
    return <path className={styles.line} d={loop} markerEnd="url(#arrow)" />;
  }
  const tip = toX + (toX > fromX ? -1 : 1) * (bar ? 5 : 1);
  return (
    <>
      <circle className={styles.dot} cx={fromX} cy={y} r={3} />
      <line className={styles.line} x1={fromX} x2={tip} y1={y} y2={y} markerEnd="url(#arrow)" />
    </>
  );
}

/** Above the line what is sent, below it the outcome; beside a loop, on the side that has room. */
function Words({ placed: { step, fromX, toX, y }, width }: Pick<Props, 'placed' | 'width'>) {
  const loop = fromX === toX;
  const turned = loop && fromX > width - 200;
  const x = loop ? fromX + (turned ? -12 : LOOP + 10) : (fromX + toX) / 2;
  const anchor = loop ? (turned ? 'end' : 'start') : 'middle';
  // The text may extend half a lane beyond each end of its arrow.
  const room = loop ? 190 : Math.min(2 * Math.min(x - GUTTER, width - x), Math.abs(toX - fromX) + 110);
  return (
    <>
      <text className={styles.title} x={x} y={loop ? y - 1 : y - 7} textAnchor={anchor}>
        {cut(step.title, room / 6.6)}
      </text>
      {step.detail && (
        <text className={styles.detail} x={x} y={loop ? y + 14 : y + 17} textAnchor={anchor}>
          {cut(step.detail, room / 6)}
        </text>
      )}
    </>
  );
}

/** The list and the button's name have the whole text. */
function cut(text: string, characters: number): string {
  const most = Math.max(8, Math.floor(characters));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
