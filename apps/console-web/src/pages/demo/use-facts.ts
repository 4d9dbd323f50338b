import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Facts } from './facts.ts';
import type { Scene } from './scene.ts';
import { readFacts, type Readings } from './read-facts.ts';

/** No live topic covers all of it; a presenter waits for no longer than this. */
const REFRESH_MS = 700;

/** What the scene has led to so far, from its first step on. */
export function useFacts(customerId: string, reads: Scene['reads'], countingSince: string | undefined) {
  const client = useQueryClient();
  const queryKey = ['demo', customerId, countingSince];
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readFacts({ customerId, reads, before: client.getQueryData<Readings>(queryKey) }, signal),
    enabled: countingSince !== undefined,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const facts = useMemo(() => data && new Facts(data), [data]);
  return { facts, error, readAt: dataUpdatedAt };
}
