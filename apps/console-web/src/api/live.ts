import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Refresher } from './refresher.ts';
import { listenTo } from './streams/index.ts';

export interface Live {
  /** `away`: the console's server does not answer. `paused`: by the reader, nothing is asked for again. */
  state: 'live' | 'paused' | 'away';
  pause: () => void;
  resume: () => void;
}

export const LiveContext = createContext<Live>({ state: 'live', pause: () => {}, resume: () => {} });

/** For who shows more than queries do: an animation, a clock. */
export function useLive(): Live {
  return useContext(LiveContext);
}

/**
 * Query keys begin with the topic that their data belongs to, so that a change asks again for what is shown and for
 * nothing else: `['traces', …]`, `['trace', id]`, `['messages', …]`, `['outbox']`, `['streams', …]`, `['topology']`,
 * `['dead-letters', …]`, `['faults']`, `['analytics', …]`.
 */
export function changedKeys(change: LiveChange): (readonly [LiveTopic] | readonly ['trace', string])[] {
  return [
    ...change.topics.map((topic) => [topic] as const),
    ...change.traceIds.map((traceId) => ['trace', traceId] as const),
  ];
}

/** Keeps what is shown fresh while the page is open and not paused. Once in the page, at its top. */
export function useLiveConnection(): Live {
  const client = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [away, setAway] = useState(false);

  useEffect(() => {
    if (paused) return;
    const refresher = new Refresher((queryKey) => client.invalidateQueries({ queryKey }));
    return listenTo('/api/events', (news) => {
      if (news === 'broken') setAway(true);
      else if (news.event === 'hello') {
        setAway(false);
        // Whatever changed while nobody told us.
        void client.invalidateQueries();
      } else if (news.event === 'changed') {
        for (const key of changedKeys(JSON.parse(news.data) as LiveChange)) void refresher.changed(key);
      }
    });
  }, [client, paused]);

  return useMemo(
    () => ({
      state: paused ? 'paused' : away ? 'away' : 'live',
      pause: () => setPaused(true),
      resume: () => setPaused(false),
    }),
    [paused, away],
  );
}
