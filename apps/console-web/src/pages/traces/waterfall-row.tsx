import { memo } from 'react';
import { RowName } from './row-name.tsx';
import { RowTrack } from './row-track.tsx';
import { timeWords } from './row-words.ts';
import type { Row } from './rows.ts';
import type { TimeScale } from './time-scale.ts';
import type { TraceIndex } from './trace-index.ts';
import { trackMarks } from './track-marks.ts';
import styles from './waterfall-row.module.css';

interface Props {
  id: string;
  row: Row;
  rowIndex: number;
  top: number;
  scale: TimeScale;
  index: TraceIndex;
  /** The trace's end, from where on handling is awaited. */
  endMs: number;
  isCurrent: boolean;
  isChosen: boolean;
  isMatch: boolean;
  isNew: boolean;
  onOpen: (row: Row) => void;
  onFold: (key: string) => void;
}

export const WaterfallRow = memo(function WaterfallRow(props: Props) {
  const { id, row, rowIndex, top, scale, index, endMs, onOpen, onFold } = props;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.children.length > 0 ? row.expanded : undefined}
      aria-selected={props.isChosen}
      className={styles.row}
      data-current={props.isCurrent}
      data-match={props.isMatch}
      data-new={props.isNew}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(row)}
    >
      <div role="rowheader" className={styles.name}>
        <RowName row={row} isLinked={index.linked.has(row.key)} onFold={onFold} />
      </div>
      <div role="gridcell" className={styles.track}>
        <span className="visually-hidden">{timeWords(row, index)}</span>
        <RowTrack marks={trackMarks(row, index, scale, endMs)} />
      </div>
    </div>
  );
});
