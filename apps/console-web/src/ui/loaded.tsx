import type { ReactNode } from 'react';
import { Loading } from './empty-state.tsx';
import { ErrorNotice } from './error-notice.tsx';

interface Props<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  /** "the streams" */
  what: string;
  children: (data: Data) => ReactNode;
}

/** What a query has found, or that it loads or failed. A failed refresh stands above the data there were before. */
export function Loaded<Data>({ query: { data, error, refetch }, what, children }: Props<Data>) {
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined ? children(data) : error === null && <Loading what={what} />}
    </>
  );
}
