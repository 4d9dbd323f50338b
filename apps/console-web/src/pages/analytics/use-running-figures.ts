import type { RunningFigures } from '@waybill/console-api';
import { useEffect, useState } from 'react';
import { listenTo } from '../../api/streams/index.ts';

/** The figures as the analytics service pushes them, to all tabs of this browser at once. */
export function useRunningFigures(): { figures?: RunningFigures; away: boolean } {
  const [state, setState] = useState<{ figures?: RunningFigures; away: boolean }>({ away: false });
  useEffect(
    () =>
      listenTo('/services/analytics/live', (news) =>
        setState((before) =>
          news === 'broken'
            ? { ...before, away: true }
            : { figures: JSON.parse(news.data) as RunningFigures, away: false },
        ),
      ),
    [],
  );
  return state;
}
