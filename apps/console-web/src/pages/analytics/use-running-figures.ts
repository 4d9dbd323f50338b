import type { RunningFigures } from '@waybill/console-api';
import { useEffect, useState } from 'react';

const RECONNECT_MS = 3_000;

/** The figures as the analytics service pushes them. A stream that it refuses or ends is asked for again. */
export function useRunningFigures(): { figures?: RunningFigures; away: boolean } {
  const [state, setState] = useState<{ figures?: RunningFigures; away: boolean }>({ away: false });
  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/services/analytics/live');
      source.addEventListener('message', ({ data }: MessageEvent<string>) =>
        setState({ figures: JSON.parse(data) as RunningFigures, away: false }),
      );
      source.addEventListener('error', () => {
        setState((before) => ({ ...before, away: true }));
        // The browser reconnects by itself after a break, but not after a refusal.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
      });
    };
    connect();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  return state;
}
