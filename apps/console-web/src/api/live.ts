import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Refresher } from './refresher.ts';
import { listenTo } from './streams/index.ts';

export interface Live {
  /** `down`: the console's server does not respond. `paused`: by the reader, nothing is refreshed. */
  state: 'live' | 'paused' | 'down';
  pause: () => void;
  resume: () => void;
}

export const LiveContext = createContext<Live>({ state: 'live', pause: () => {}, resume: () => {} });

export function useLive(): Live {
  return useContext(LiveContext);
}

/**
 * Query keys begin with the topic of their data, so that a change refreshes what depends on it and nothing else:
 * `['traces', …]`, `['trace', id]`, `['messages', …]`, `['outbox']`, `['streams', …]`, `['topology']`,
 * `['dead-letters', …]`, `['faults']`, `['analytics', …]`.
 */
export function changedKeys(change: LiveChange): (readonly [LiveTopic] | readonly ['trace', string])[] {
  return [
    ...change.topics.map((topic) => [topic] as const),
    ...change.traceIds.map((traceId) => ['trace', traceId] as const),
  ];
}

/** Keeps what is shown up to date while the page is open and not paused. For the root component. */
export function useLiveConnection(): Live {
  const client = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [down, setDown] = useState(false);

  useEffect(() => {
    if (paused) return;
    const refresher = new Refresher((queryKey) => client.invalidateQueries({ queryKey }));
    return listenTo('/api/events', (news) => {
      if (news === 'broken') setDown(true);
      else if (news.event === 'hello') {
        setDown(false);
        // Anything may have changed while the stream was broken.
        void client.invalidateQueries();
      } else if (news.event === 'changed') {
        for (const key of changedKeys(JSON.parse(news.data) as LiveChange)) void refresher.changed(key);
      }
    });
  }, [client, paused]);

  return useMemo(
    () => ({
      state: paused ? 'paused' : down ? 'down' : 'live',
      pause: () => setPaused(true),
      resume: () => setPaused(false),
    }),
    [paused, down],
  );
}
