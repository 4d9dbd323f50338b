import { formatDuration } from '../../ui/index.ts';
import styles from './time-axis.module.css';
import { tickLabel } from './tick-label.ts';
import type { TimeScale } from './time-scale.ts';

/** Times along the top, and how much time is left out at each break. */
export function TimeAxis({ scale }: { scale: TimeScale }) {
  return (
    <div aria-hidden="true">
      {ticksWithRoom(scale).map((tick) => (
        <span key={tick.ms} className={styles.tick} style={{ left: tick.x }}>
          {tickLabel(tick)}
        </span>
      ))}
      {scale.breaks.map(({ fromMs, toMs, fromX, toX }) => (
        <span
          key={fromMs}
          className={styles.left}
          style={{ left: fromX, width: toX - fromX }}
          title={`${formatDuration(toMs - fromMs)} in which nothing ran`}
        >
          ⋯ {formatDuration(toMs - fromMs)}
        </span>
      ))}
    </div>
  );
}

/** Behind the rows: a line for each tick, a band for each break. */
export function Backdrop({ scale }: { scale: TimeScale }) {
  return (
    <div aria-hidden="true" className={styles.backdrop}>
      {ticksWithRoom(scale).map((tick) => (
        <i key={tick.ms} className={styles.line} style={{ left: tick.x }} />
      ))}
      {scale.breaks.map(({ fromX, toX }) => (
        <i key={fromX} className={styles.band} style={{ left: fromX, width: toX - fromX }} />
      ))}
    </div>
  );
}

const LABEL_ROOM = 56;

/** Without ticks whose labels would touch a break or the edge. */
function ticksWithRoom(scale: TimeScale) {
  const walls = [...scale.breaks.map(({ fromX }) => fromX), scale.width + 14];
  return scale.ticks().filter(({ x }) => !walls.some((wall) => wall >= x && wall - x < LABEL_ROOM));
}
