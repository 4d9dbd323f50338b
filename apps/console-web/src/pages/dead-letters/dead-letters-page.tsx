import type { DeadLettersAnswer } from '@waybill/console-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { getJson } from '../../api/http.ts';
import {
  EmptyState,
  ErrorNotice,
  Loading,
  PageHeader,
  Panel,
  SelectField,
  useQueryParam,
} from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { GroupList } from './group-list.tsx';
import { LetterDetail } from './letter-detail.tsx';
import { LetterTable } from './letter-table.tsx';

/** `/dead-letters?consumer=&state=` and `/dead-letters/:id`. */
export function DeadLettersPage() {
  const { id } = useParams<{ id?: string }>();
  return id === undefined ? <DeadLetters /> : <LetterDetail key={id} id={id} />;
}

const STATES = [
  { value: 'open', title: 'Open: wait for an answer' },
  { value: 'all', title: 'All, answered ones too' },
];

function DeadLetters() {
  const [consumer, setConsumer] = useQueryParam('consumer');
  const [state, setState] = useQueryParam('state', 'open');
  const search = new URLSearchParams({ state, limit: '500', ...(consumer && { consumer }) }).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['dead-letters', search],
    queryFn: ({ signal }) => getJson<DeadLettersAnswer>(`/api/dead-letters?${search}`, signal),
    placeholderData: keepPreviousData,
  });
  const named = (data?.items ?? []).map((letter) => letter.consumer);
  const consumers = [...new Set(consumer ? [consumer, ...named] : named)].sort();
  return (
    <>
      <PageHeader
        title="Dead letters"
        subtitle="Messages that a consumer gave up on, after every retry or at once. Nothing is lost: each waits here to be replayed to the consumer that failed, or to be discarded with a reason."
        actions={
          <div className={styles.filters}>
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
          </div>
        }
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <Letters answer={data} all={state === 'all'} filtered={consumer !== ''} />
      ) : (
        !error && <Loading what="the dead letters" />
      )}
    </>
  );
}

function Letters({
  answer: { items, groups },
  all,
  filtered,
}: {
  answer: DeadLettersAnswer;
  all: boolean;
  filtered: boolean;
}) {
  return (
    <div className={styles.page}>
      {/* Stays while its last letter leaves it: its outcomes are still to be read. */}
      <GroupList groups={groups} letters={items} />
      {items.length === 0 ? (
        <Panel>
          <EmptyState
            title={
              filtered
                ? 'This consumer gave up on nothing'
                : all
                  ? 'No dead letters yet'
                  : 'No open dead letters'
            }
            action={<Link href="/faults?experiment=poison">Make one on the Faults page</Link>}
          >
            Every message was handled, or is being retried. To see what happens to one that nobody can handle,
            poison a message on purpose and place an order.
          </EmptyState>
        </Panel>
      ) : (
        <Panel title={all ? 'Every letter, newest first' : 'Open letters, newest first'} flush>
          <LetterTable letters={items} />
        </Panel>
      )}
    </div>
  );
}
