import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/**
 * Changes values of the address's query; an empty one is removed. It replaces the history entry, so that "back" leaves
 * the page and not a filter.
 */
export function useChangeQuery(): (values: Record<string, string>) => void {
  const [, setParams] = useSearchParams();
  return useCallback(
    (values) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
}

/** One value of the address's query, so that every view has an address. The fallback is left out of it. */
export function useQueryParam(name: string, fallback = ''): [string, (value: string) => void] {
  const [params] = useSearchParams();
  const change = useChangeQuery();
  const set = useCallback(
    (value: string) => change({ [name]: value === fallback ? '' : value }),
    [change, name, fallback],
  );
  return [params.get(name) ?? fallback, set];
}
