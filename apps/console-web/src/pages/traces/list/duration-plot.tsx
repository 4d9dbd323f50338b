import type { TraceSummary } from '@waybill/console-api';
import { useLocation } from 'wouter';
import {
  formatDuration,
  formatMoment,
  formatPlural,
  serviceHue,
  useElementWidth,
} from '../../../ui/index.ts';
import { nameWords } from '../span-words.ts';
import styles from './duration-plot.module.css';
import { layOutDurations } from './duration-points.ts';

const HEIGHT = 104;
const LEFT = 64;
const RIGHT = 20;
const TOP = 12;

/** What was slow, and when. For the mouse; the table below has the same traces for the keyboard. */
export function DurationPlot({ items }: { items: readonly TraceSummary[] }) {
  const [, navigate] = useLocation();
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const { points, lines, fromMs, toMs } = layOutDurations(items, Math.max(width - LEFT - RIGHT, 1), HEIGHT);
  const moment = (ms: number) => formatMoment(new Date(ms).toISOString(), new Date());
  return (
    <div ref={ref} className={styles.plot}>
      <svg
        width={width}
        height={HEIGHT + TOP + 26}
        role="img"
        aria-label={`Durations of ${formatPlural(items.length, 'trace')}`}
      >
        <g transform={`translate(${LEFT} ${TOP})`}>
          {lines.map(({ y, ms }) => (
            <g key={ms}>
              <line x1={0} x2={width - LEFT - RIGHT} y1={y} y2={y} className={styles.line} />
              <text x={-10} y={y + 4} textAnchor="end" className={styles.label}>
                {formatDuration(ms)}
              </text>
            </g>
          ))}
          <text x={0} y={HEIGHT + 20} className={styles.label}>
            {moment(fromMs)}
          </text>
          <text x={width - LEFT - RIGHT} y={HEIGHT + 20} textAnchor="end" className={styles.label}>
            {moment(toMs)}
          </text>
          {points.map(({ item, x, y }) => (
            <circle
              key={item.traceId}
              className={styles.point}
              data-status={item.status}
              style={{ color: serviceHue(item.rootService) }}
              cx={x}
              cy={y}
              r={5}
              onClick={() => navigate(`/traces/${item.traceId}`)}
            >
              <title>
                {nameWords(item.rootName)}, {formatDuration(item.durationMs)}, {item.status}
              </title>
            </circle>
          ))}
        </g>
      </svg>
    </div>
  );
}
