import type { DeadLettersResponse } from '@waybill/console-api';
import { keepPreviousData } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import { EmptyState, Loaded, PageHeader, Panel, SelectField, useQueryParam } from '../../ui/index.ts';
import { CreatePoison } from '../faults/create-poison.tsx';
import { GroupList } from './group-list.tsx';
import { LetterDetail } from './letter-detail.tsx';
import { LetterTable } from './letter-table.tsx';

/** `/dead-letters?consumer=&state=` and `/dead-letters/:id`. */
export function DeadLettersPage() {
  const { id } = useParams<{ id?: string }>();
  return id === undefined ? <DeadLetters /> : <LetterDetail key={id} id={id} />;
}

const STATES = [
  { value: 'open', title: 'Open: to be resolved' },
  { value: 'all', title: 'All, with resolved ones' },
];

function DeadLetters() {
  const [consumer, setConsumer] = useQueryParam('consumer');
  const [state, setState] = useQueryParam('state', 'open');
  const search = new URLSearchParams({ state, limit: '500', ...(consumer && { consumer }) }).toString();
  const query = useJson<DeadLettersResponse>(['dead-letters', search], `/api/dead-letters?${search}`, {
    placeholderData: keepPreviousData,
  });
  const named = (query.data?.items ?? []).map((letter) => letter.consumer);
  const consumers = [...new Set(consumer ? [consumer, ...named] : named)].sort();
  const all = state === 'all';
  return (
    <>
      <PageHeader
        title="Dead letters"
        subtitle="Messages that a consumer gave up on, after every retry or at once. Nothing is lost: each stays here until it is replayed to the consumer that failed, or discarded with a reason."
        actions={
          <>
            <SelectField
              label="Consumer"
              value={consumer}
              onChange={setConsumer}
              options={[
                { value: '', title: 'Every consumer' },
                ...consumers.map((value) => ({ value, title: value })),
              ]}
            />
            <SelectField label="State" value={state} onChange={setState} options={STATES} />
          </>
        }
      />
      <Loaded query={query} what="the dead letters">
        {({ items, groups }) => (
          <div className="stack">
            {/* Stays after its last letter was resolved, so that the outcomes can be read. */}
            <GroupList groups={groups} letters={items} />
            {items.length === 0 ? (
              <NoLetters filtered={consumer !== ''} all={all} />
            ) : (
              <Panel title={all ? 'All letters, newest first' : 'Open letters, newest first'} flush>
                <LetterTable letters={items} />
              </Panel>
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}

function NoLetters({ filtered, all }: { filtered: boolean; all: boolean }) {
  const none = all ? 'No dead letters yet' : 'No open dead letters';
  return (
    <Panel>
      <EmptyState title={filtered ? 'No dead letters of this consumer' : none} action={<CreatePoison />}>
        Every message was handled, or is being retried.
      </EmptyState>
    </Panel>
  );
}
