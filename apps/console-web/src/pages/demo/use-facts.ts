import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Director } from './director.ts';
import { Facts } from './facts.ts';
import { FactReader } from './read-facts.ts';
import type { Run } from './run.ts';

/** No live topic covers all of it; a presenter waits for no longer than this. */
const REFRESH_MS = 700;

/**
 * What the scene has led to so far, from its first action on. The director is shown only what was read after the latest
 * action: what was true before says nothing about its effect.
 */
export function useFacts(director: Director, { step, actionsDone, countingSince }: Run, customerId: string) {
  const [reader] = useState(() => new FactReader(customerId, director.scene.reads));
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['demo', customerId, step, actionsDone],
    queryFn: ({ signal }) => reader.read(signal),
    enabled: countingSince !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const facts = useMemo(() => data && new Facts(data), [data]);
  useEffect(() => {
    if (facts && !isPlaceholderData) director.observe(facts);
  }, [director, facts, isPlaceholderData]);
  return { facts, error };
}
