import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/**
 * Query keys begin with the topic that their data belongs to, so that a change asks again for what is shown and for
 * nothing else: `['traces', …]`, `['trace', id]`, `['messages', …]`, `['outbox']`, `['streams', …]`, `['topology']`,
 * `['dead-letters', …]`, `['faults']`, `['analytics', …]`.
 */
export function applyChange(client: Pick<QueryClient, 'invalidateQueries'>, change: LiveChange): void {
  for (const topic of change.topics) void client.invalidateQueries({ queryKey: [topic satisfies LiveTopic] });
  for (const traceId of change.traceIds) void client.invalidateQueries({ queryKey: ['trace', traceId] });
}

/** Keeps what is shown fresh while the page is open. Says whether the console's server is there. */
export function useLive(): 'live' | 'away' {
  const client = useQueryClient();
  const [state, setState] = useState<'live' | 'away'>('live');
  useEffect(() => {
    const source = new EventSource('/api/events');
    source.addEventListener('changed', ({ data }: MessageEvent<string>) =>
      applyChange(client, JSON.parse(data) as LiveChange),
    );
    source.addEventListener('hello', () => {
      setState('live');
      // Whatever changed while nobody told us.
      void client.invalidateQueries();
    });
    source.addEventListener('error', () => setState('away'));
    return () => source.close();
  }, [client]);
  return state;
}
