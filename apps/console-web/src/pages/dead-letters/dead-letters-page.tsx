import type { DeadLetterGroupsResponse, DeadLettersResponse, DeadLetterView } from '@waybill/console-api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { getJson } from '../../api/http.ts';
import { useSession } from '../../api/session.ts';
import { useJson } from '../../api/use-json.ts';
import {
  Button,
  EmptyState,
  Loaded,
  PageHeader,
  Panel,
  SelectField,
  TextField,
  useQueryParam,
} from '../../ui/index.ts';
import { CreatePoison } from '../faults/create-poison.tsx';
import { GroupList } from './group-list.tsx';
import { JobList } from './job-list.tsx';
import { LetterDetail } from './letter-detail.tsx';
import { LetterTable } from './letter-table.tsx';
import { useOperatorName } from './operator-name.ts';

/** `/dead-letters?consumer=&state=&group=` and `/dead-letters/:id`. */
export function DeadLettersPage() {
  const { id } = useParams<{ id?: string }>();
  return id === undefined ? <DeadLetters /> : <LetterDetail key={id} id={id} />;
}

const STATES = [
  { value: 'open', title: 'Open: to be resolved' },
  { value: 'all', title: 'All, with resolved ones' },
];

const PAGE = 100;

function DeadLetters() {
  const [consumer, setConsumer] = useQueryParam('consumer');
  const [state, setState] = useQueryParam('state', 'open');
  const [group, setGroup] = useQueryParam('group');
  const [operator, setOperator] = useOperatorName();
  const { caller } = useSession();
  const groups = useJson<DeadLetterGroupsResponse>(
    ['dead-letters', 'groups', 'open'],
    '/api/dead-letters/groups?state=open',
  );
  const named = (groups.data?.groups ?? []).map((each) => each.consumer);
  const consumers = [...new Set(consumer ? [consumer, ...named] : named)].sort();
  const letters = useLetters({ consumer, state, group });
  const items = letters.data?.pages.flat();
  const isOneGroup = group !== '';
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
            {caller?.verifiedBy !== 'sign-in' && (
              <TextField
                label="Your name, for the record"
                maxLength={100}
                value={operator}
                onChange={setOperator}
              />
            )}
            <SelectField label="State" value={state} onChange={setState} options={STATES} />
          </>
        }
      />
      <div className="stack">
        <Loaded query={groups} what="the groups of dead letters">
          {({ groups: open }) => (
            <GroupList
              groups={open.filter(
                (each) => (!consumer || each.consumer === consumer) && (!isOneGroup || each.id === group),
              )}
            />
          )}
        </Loaded>
        <Loaded query={{ ...letters, data: items }} what="the dead letters">
          {(found) =>
            found.length === 0 ? (
              <NoLetters filtered={consumer !== '' || isOneGroup} all={state === 'all'} />
            ) : (
              <Panel title={titleOf(state === 'all', isOneGroup)} flush>
                <LetterTable letters={found} />
              </Panel>
            )
          }
        </Loaded>
        <div className="row">
          {letters.hasNextPage && (
            <Button disabled={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
              Show older letters
            </Button>
          )}
          {isOneGroup && <Button onClick={() => setGroup('')}>Show every group</Button>}
        </div>
        <JobList />
      </div>
    </>
  );
}

/** Newest first, a page at a time. */
function useLetters(filter: { consumer: string; state: string; group: string }) {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return useInfiniteQuery({
    queryKey: ['dead-letters', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<DeadLetterView[]> => {
      const search = new URLSearchParams([...given, ['limit', String(PAGE)]]);
      if (pageParam !== undefined) search.set('before', pageParam);
      return (await getJson<DeadLettersResponse>(`/api/dead-letters?${search}`, signal)).items;
    },
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)!.id),
  });
}

function titleOf(all: boolean, isOneGroup: boolean): string {
  return `${all ? 'All letters' : 'Open letters'}${isOneGroup ? ' of this group' : ''}, newest first`;
}

function NoLetters({ filtered, all }: { filtered: boolean; all: boolean }) {
  const none = all ? 'No dead letters yet' : 'No open dead letters';
  return (
    <Panel>
      <EmptyState title={filtered ? `${none} of this choice` : none} action={<CreatePoison />}>
        Every message was handled, or is being retried.
      </EmptyState>
    </Panel>
  );
}
