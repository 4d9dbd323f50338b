import type { OverviewResponse } from '@waybill/console-api';
import { useJson } from '../../api/use-json.ts';
import { EmptyState, Loaded, PageHeader, Panel } from '../../ui/index.ts';
import { FindingList } from './finding-list.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { ServiceTable } from './service-table.tsx';

/** No live topic says that a row grows old, or that a process reports a part of it as failing. */
const REFRESH_MS = 5_000;

/** `/overview`: is anything wrong? */
export function OverviewPage() {
  // What is drawn in the topology changes with nearly everything that can be found here.
  const query = useJson<OverviewResponse>(['topology', 'overview'], '/api/overview', {
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader
        title="Overview"
        subtitle="Is anything wrong? Each finding leads to the page that shows its cause."
      />
      <div className="stack">
        <Loaded query={query} what="the overview">
          {(overview) => <Overview overview={overview} stale={query.error !== null} />}
        </Loaded>
      </div>
    </>
  );
}

function Overview({ overview, stale }: { overview: OverviewResponse; stale: boolean }) {
  return (
    <>
      <FindingList overview={overview} stale={stale} />
      <OverviewFigures overview={overview} />
      <Panel title="Services" flush>
        {overview.services.length === 0 ? (
          <EmptyState title="No service has reported yet">
            Services announce themselves every two seconds, through the broker.
          </EmptyState>
        ) : (
          <ServiceTable services={overview.services} />
        )}
      </Panel>
    </>
  );
}
