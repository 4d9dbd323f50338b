import type { DeadLettersResponse, FaultsResponse, OutboxResponse } from '@waybill/console-api';
import { useJson } from '../api/use-json.ts';
import { activeFaults } from '../pages/faults/active-faults.ts';

/** What needs attention, by page: open dead letters, parked outbox rows, faults that are on. */
export function useNavigationCounts(): Readonly<Record<string, { count: number; words: string }>> {
  const letters = useJson<DeadLettersResponse, number>(
    ['dead-letters', 'open-count'],
    '/api/dead-letters?state=open&limit=1',
    { select: ({ groups }) => groups.reduce((sum, { ids }) => sum + ids.length, 0) },
  );
  const rows = useJson<OutboxResponse, number>(['outbox'], '/api/outbox', {
    select: ({ services }) => services.reduce((sum, { parked }) => sum + parked, 0),
  });
  const faults = useJson<FaultsResponse, number>(['faults'], '/api/faults', {
    select: (response) => activeFaults(response).length,
  });
  return {
    '/dead-letters': { count: letters.data ?? 0, words: 'open' },
    '/streams': { count: rows.data ?? 0, words: 'parked outbox rows' },
    '/faults': { count: faults.data ?? 0, words: 'injected faults' },
  };
}
