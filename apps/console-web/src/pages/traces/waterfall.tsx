import type { TraceDetail } from '@waybill/console-api';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useElementWidth } from '../../ui/index.ts';
import type { OutlineNode } from './outline.ts';
import { ancestorsOf, moveFor, visibleRows, type Row } from './rows.ts';
import { nameWords } from './span-words.ts';
import { Backdrop, TimeAxis } from './time-axis.tsx';
import { timeScale, type Stretch } from './time-scale.ts';
import { indexTrace } from './trace-index.ts';
import { WaterfallRow } from './waterfall-row.tsx';
import styles from './waterfall.module.css';

interface Props {
  detail: TraceDetail;
  roots: readonly OutlineNode[];
  window: Stretch;
  idle: readonly Stretch[];
  /** The chosen span's id, `''` for none. */
  chosen: string;
  onChoose: (spanId: string) => void;
  /** Span ids that a search found. */
  matches: ReadonlySet<string>;
  arrivals: ReadonlySet<string>;
}

export const WATERFALL_ID = 'waterfall';

const ROW_HEIGHT = 28;
/** So that the last bar does not touch the edge. */
const MARGIN = 14;

/**
 * The trace's rows over its time: a tree grid of which only the visible rows are rendered. One row is current (arrow
 * keys), one may be chosen (its details are open).
 */
export function Waterfall({ detail, roots, window, idle, chosen, onChoose, matches, arrivals }: Props) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(chosen);
  const [axis, axisWidth] = useElementWidth<HTMLDivElement>();
  const scroll = useRef<HTMLDivElement>(null);

  const index = useMemo(() => indexTrace(detail), [detail]);
  const rows = useMemo(() => visibleRows(roots, collapsed), [roots, collapsed]);
  const scale = useMemo(
    () => timeScale(window, Math.max(axisWidth - MARGIN, 1), idle),
    [window, axisWidth, idle],
  );
  const known = rows.findIndex(({ key }) => key === current);
  const at = known === -1 && rows.length > 0 ? 0 : known;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT + 4,
    overscan: 10,
    // The current row is always rendered, for `aria-activedescendant`.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return at === -1 || seen.includes(at) ? seen : [...seen, at].sort((a, b) => a - b);
    },
  });

  // A newly chosen row, be it by a link or a search, is made visible.
  const [shown, setShown] = useState('');
  if (chosen !== shown) {
    setShown(chosen);
    if (chosen !== '') {
      setCurrent(chosen);
      const ancestors = ancestorsOf(roots, chosen);
      if (ancestors.some((key) => collapsed.has(key)))
        setCollapsed(new Set([...collapsed].filter((key) => !ancestors.includes(key))));
    }
  }
  useLayoutEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
    // Only for another current row: new rows above it must not move what is read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);
  const fold = (key: string) =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const open = (row: Row) => {
    setCurrent(row.key);
    if (row.subject.kind === 'span') onChoose(row.subject.node.span.spanId);
    else if (row.children.length > 0) fold(row.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[at];
    if ((event.key === 'Enter' || event.key === ' ') && row) open(row);
    else {
      const move = moveFor(
        event.key,
        rows,
        at,
        Math.max(1, Math.floor(scroll.current!.clientHeight / ROW_HEIGHT) - 2),
      );
      if (!move) return;
      if (move.kind === 'go') setCurrent(rows[move.index]!.key);
      else fold(move.key);
    }
    event.preventDefault();
  };

  const items = virtual.getVirtualItems();
  const currentIsInPage = items.some(({ index: each }) => each === at);
  return (
    <div
      ref={scroll}
      className={styles.grid}
      id={WATERFALL_ID}
      role="treegrid"
      aria-label={`Waterfall of ${nameWords(detail.rootName)}`}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={currentIsInPage ? rowId(rows[at]!.key) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          <div role="columnheader" className={styles.names}>
            Step
          </div>
          <div role="columnheader" ref={axis} className={styles.axis}>
            <span className="visually-hidden">Time</span>
            <TimeAxis scale={scale} />
          </div>
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        <Backdrop scale={scale} />
        {items.map(({ index: each, start }) => {
          const row = rows[each]!;
          return (
            <WaterfallRow
              key={row.key}
              id={rowId(row.key)}
              row={row}
              rowIndex={each + 2}
              top={start}
              scale={scale}
              index={index}
              endMs={detail.durationMs}
              isCurrent={each === at}
              isChosen={row.key === chosen}
              isMatch={matches.has(row.key)}
              isNew={arrivals.has(row.key)}
              onOpen={open}
              onFold={fold}
            />
          );
        })}
      </div>
    </div>
  );
}

function rowId(key: string): string {
  return `row-${key.replaceAll(/\s/g, '-')}`;
}
