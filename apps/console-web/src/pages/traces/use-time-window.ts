import { useMemo, useState } from 'react';
import { timeScale, type Stretch, type TimeScale } from './time-scale.ts';
import { pan, zoom } from './time-window.ts';

export interface TimeWindow {
  /** The scale of the whole trace, as wide as the minimap. */
  whole: TimeScale;
  /** What the waterfall shows. */
  window: Stretch;
  isWhole: boolean;
  setWindow: (window: Stretch | undefined) => void;
  /** Below 1: closer, around the middle. */
  zoomBy: (factor: number) => void;
  /** A share of the window's width. */
  panBy: (share: number) => void;
  reset: () => void;
}

/** Which part of the trace is shown. While that is all of it, it grows with the trace. */
export function useTimeWindow(durationMs: number, idle: readonly Stretch[], width: number): TimeWindow {
  const [chosen, setChosen] = useState<Stretch>();
  const whole = useMemo(
    () => timeScale({ fromMs: 0, toMs: durationMs }, width, idle),
    [durationMs, width, idle],
  );
  const window = chosen ?? whole.domain;
  return {
    whole,
    window,
    isWhole: chosen === undefined,
    setWindow: setChosen,
    zoomBy: (factor) => {
      const middle = whole.ms((whole.x(window.fromMs) + whole.x(window.toMs)) / 2);
      setChosen(zoom(whole, window, factor, middle));
    },
    panBy: (share) => chosen && setChosen(pan(whole, chosen, share)),
    reset: () => setChosen(undefined),
  };
}
