import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Refresher } from './refresher.ts';

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

const RECONNECT_MS = 2_000;

/** Keeps what is shown fresh while the page is open and not paused. Once in the page, at its top. */
export function useLiveConnection(): Live {
  const client = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [away, setAway] = useState(false);

  useEffect(() => {
    if (paused) return;
    const refresher = new Refresher((queryKey) => client.invalidateQueries({ queryKey }));
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/api/events');
      source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
        for (const key of changedKeys(JSON.parse(data) as LiveChange)) void refresher.changed(key);
      });
      source.addEventListener('hello', () => {
        setAway(false);
        // Whatever changed while nobody told us.
        void client.invalidateQueries();
      });
      source.addEventListener('error', () => {
        setAway(true);
        // The browser comes back by itself after a broken line, not after an answer that is no stream of events.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
      });
    };
    connect();
    return () => {
      clearTimeout(timer);
      source.close();
    };
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
