import type { CatalogueResponse } from '@waybill/console-api';
import { useParams } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import { Loaded, PageHeader } from '../../ui/index.ts';
import { EventDetail } from './event-detail.tsx';
import { EventTable } from './event-table.tsx';

/** No live topic says that a service was started or deployed again. */
const REFRESH_MS = 5_000;

/** `/events` and `/events/:type`. */
export function EventsPage() {
  const { type } = useParams<{ type?: string }>();
  const query = useJson<CatalogueResponse>(['catalogue'], '/api/catalogue', { refetchInterval: REFRESH_MS });
  return (
    <>
      {type === undefined && (
        <PageHeader
          title="Events"
          subtitle="Every event that a running service publishes or consumes, as the services report it: who publishes it, who consumes it, its fields, in each version."
          actions={
            <a href="/asyncapi.json" download="asyncapi.json">
              As AsyncAPI 3
            </a>
          }
        />
      )}
      <Loaded query={query} what="the events">
        {({ events }) =>
          type === undefined ? (
            <EventTable events={events} />
          ) : (
            <EventDetail type={type} event={events.find((event) => event.type === type)} />
          )
        }
      </Loaded>
    </>
  );
}
