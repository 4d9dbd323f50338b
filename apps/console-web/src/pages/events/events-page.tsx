import type { CatalogueAnswer } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { getJson } from '../../api/http.ts';
import { ErrorNotice, Loading, PageHeader } from '../../ui/index.ts';
import { EventDetail } from './event-detail.tsx';
import { EventTable } from './event-table.tsx';

/** A service that comes or is deployed again is in the catalogue without being asked for here. */
const REFRESH_MS = 5_000;

/** `/events` and `/events/:type`. */
export function EventsPage() {
  const { type } = useParams<{ type?: string }>();
  const { data, error, refetch } = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => getJson<CatalogueAnswer>('/api/catalogue', signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      {type === undefined && (
        <PageHeader
          title="Events"
          subtitle="Every event that a running service publishes or reads, as the services themselves tell: who may publish it, who listens, what it holds, in each of its versions."
          actions={
            <a href="/asyncapi.json" download="asyncapi.json">
              As AsyncAPI 3
            </a>
          }
        />
      )}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        type === undefined ? (
          <EventTable events={data.events} />
        ) : (
          <EventDetail type={type} event={data.events.find((event) => event.type === type)} />
        )
      ) : (
        !error && <Loading what="the events" />
      )}
    </>
  );
}
