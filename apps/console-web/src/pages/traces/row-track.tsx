import type { CSSProperties } from 'react';
import { serviceHue } from '../../ui/index.ts';
import styles from './row-track.module.css';
import type { TrackMarks } from './track-marks.ts';

/** The drawing of a row; its words are beside it for screen readers. */
export function RowTrack({ marks }: { marks: TrackMarks }) {
  const { waits, bars, critical, dots, label, awaitedFromX } = marks;
  return (
    <div aria-hidden="true">
      {waits.map(({ x, width, kind, label: words }) => (
        <span key={`${kind} ${x}`} className={styles.wait} data-kind={kind} style={{ left: x, width }}>
          {words && <span className={styles.waitLabel}>{words}</span>}
        </span>
      ))}
      {bars.map(({ key, x, width, service, look, attempt }) => (
        <span
          key={key}
          className={styles.bar}
          data-look={look}
          style={{ left: x, width, '--hue': serviceHue(service) } as CSSProperties}
        >
          {attempt !== undefined && width > 14 && <span className={styles.attempt}>{attempt}</span>}
        </span>
      ))}
      {critical.map(({ x, width }) => (
        <span key={x} className={styles.critical} style={{ left: x, width }} />
      ))}
      {dots.map(({ x, severity, body }, index) => (
        <span key={index} className={styles.dot} data-severity={severity} style={{ left: x }} title={body} />
      ))}
      {awaitedFromX !== undefined && (
        <span className={styles.awaited} style={{ left: `min(${awaitedFromX}px, calc(100% - 64px))` }} />
      )}
      {label && (
        <span className={styles.label} data-side={label.side} style={{ left: label.x }}>
          {label.text}
        </span>
      )}
    </div>
  );
}
