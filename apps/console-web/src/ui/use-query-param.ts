import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/**
 * One value of the address's query, so that every view has an address. An empty value or the fallback leaves the
 * address; setting replaces the history entry, so that "back" leaves the page and not a filter.
 */
export function useQueryParam(name: string, fallback = ''): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === '' || value === fallback) after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [name, fallback, setParams],
  );
  return [params.get(name) ?? fallback, set];
}
