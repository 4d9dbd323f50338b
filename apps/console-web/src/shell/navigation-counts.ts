import type { DeadLettersAnswer, FaultsAnswer, OutboxAnswer } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../api/http.ts';
import { activeFaults } from '../pages/faults/active-faults.ts';

/** What somebody has to look at, by page: open dead letters, dead outbox rows, faults that are on. */
export function useNavigationCounts(): Readonly<
  Record<string, { count: number; words: string } | undefined>
> {
  const letters = useQuery({
    queryKey: ['dead-letters', 'open-count'],
    queryFn: ({ signal }) => getJson<DeadLettersAnswer>('/api/dead-letters?state=open&limit=1', signal),
    select: ({ groups }) => groups.reduce((sum, { ids }) => sum + ids.length, 0),
  });
  const rows = useQuery({
    queryKey: ['outbox'],
    queryFn: ({ signal }) => getJson<OutboxAnswer>('/api/outbox', signal),
    select: ({ services }) => services.reduce((sum, { dead }) => sum + dead, 0),
  });
  const faults = useQuery({
    queryKey: ['faults'],
    queryFn: ({ signal }) => getJson<FaultsAnswer>('/api/faults', signal),
    select: (answer) => activeFaults(answer).length,
  });
  return {
    '/dead-letters': letters.data ? { count: letters.data, words: 'open' } : undefined,
    '/streams': rows.data ? { count: rows.data, words: 'dead outbox rows' } : undefined,
    '/faults': faults.data ? { count: faults.data, words: 'broken on purpose' } : undefined,
  };
}
