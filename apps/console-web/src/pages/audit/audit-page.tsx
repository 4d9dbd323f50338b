import type { AuditEntry, AuditResponse } from '@waybill/console-api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getJson } from '../../api/http.ts';
import { Button, EmptyState, Loaded, PageHeader, Panel } from '../../ui/index.ts';
import { AuditTable } from './audit-table.tsx';

const PAGE = 100;

/** `/audit`: what operators changed. */
export function AuditPage() {
  const audit = useAudit();
  const pages = audit.data?.pages;
  const missing = pages?.[0]?.missing ?? [];
  return (
    <>
      <PageHeader
        title="Audit"
        subtitle="What operators changed, here or on the command line, newest first. Services record what they change in their own databases; dead letters that the command line resolves say by whom themselves."
      />
      <div className="stack">
        {missing.length > 0 && (
          <p role="status">
            Without what these services recorded, which do not respond: {missing.join(', ')}.
          </p>
        )}
        <Loaded query={{ ...audit, data: pages?.flatMap(({ entries }) => entries) }} what="the audit">
          {(entries) => <Entries entries={entries} />}
        </Loaded>
        {audit.hasNextPage && (
          <div>
            <Button disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
              Show older changes
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  return entries.length === 0 ? (
    <Panel>
      <EmptyState title="No changes yet">
        Replays, discards, pauses, rewinds, faults and sign-ins will be listed here.
      </EmptyState>
    </Panel>
  ) : (
    <Panel title="Changes" flush>
      <AuditTable entries={entries} />
    </Panel>
  );
}

function useAudit() {
  return useInfiniteQuery({
    queryKey: ['audit'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ limit: String(PAGE) });
      if (pageParam !== undefined) search.set('before', pageParam);
      return getJson<AuditResponse>(`/api/audit?${search}`, signal);
    },
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)!.at),
  });
}
