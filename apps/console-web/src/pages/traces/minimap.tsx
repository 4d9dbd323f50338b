import type { TraceDetail } from '@waybill/console-api';
import { useMemo, useState, type PointerEvent } from 'react';
import { serviceHue } from '../../ui/index.ts';
import { minimapPaths } from './minimap-paths.ts';
import styles from './minimap.module.css';
import type { Stretch, TimeScale } from './time-scale.ts';
import { between } from './time-window.ts';

interface Props {
  detail: TraceDetail;
  whole: TimeScale;
  window: Stretch;
  onWindow: (window: Stretch | undefined) => void;
}

const HEIGHT = 34;
/** A shorter drag is a click, which shows the whole trace again. */
const SMALLEST_DRAG = 4;

/** The whole trace; dragging over a part zooms to it. For the keyboard there are the toolbar's buttons. */
export function Minimap({ detail, whole, window, onWindow }: Props) {
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const paths = useMemo(() => minimapPaths(detail, whole, HEIGHT), [detail, whole]);
  const xOf = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const end = () => {
    if (drag)
      onWindow(
        Math.abs(drag.to - drag.from) < SMALLEST_DRAG ? undefined : between(whole, drag.from, drag.to),
      );
    setDrag(undefined);
  };
  const [from, to] = drag
    ? [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]
    : [whole.x(window.fromMs), whole.x(window.toMs)];
  return (
    <svg
      className={styles.map}
      width={whole.width}
      height={HEIGHT}
      role="img"
      aria-label="The whole trace; drag to zoom"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: xOf(event), to: xOf(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: xOf(event) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
    >
      {whole.breaks.map(({ fromX, toX }) => (
        <rect key={fromX} x={fromX} width={toX - fromX} height={HEIGHT} className={styles.break} />
      ))}
      {paths.services.map(({ service, path }) => (
        <path key={service} d={path} stroke={serviceHue(service)} strokeWidth={paths.thickness} />
      ))}
      <path d={paths.critical} className={styles.critical} />
      <rect x={0} width={Math.max(from, 0)} height={HEIGHT} className={styles.outside} />
      <rect x={to} width={Math.max(whole.width - to, 0)} height={HEIGHT} className={styles.outside} />
      <rect
        x={from + 0.5}
        y={0.5}
        width={Math.max(to - from - 1, 1)}
        height={HEIGHT - 1}
        className={styles.window}
      />
    </svg>
  );
}
