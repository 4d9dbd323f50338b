import { useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { getJson } from './http.ts';

/** A query for what GET `path` returns. `key` begins with the live topic of the data, see `changedKeys`. */
export function useJson<Body, Data = Body>(
  key: QueryKey,
  path: string,
  options?: Omit<UseQueryOptions<Body, Error, Data>, 'queryKey' | 'queryFn'>,
) {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => getJson<Body>(path, signal),
    ...options,
  });
}
