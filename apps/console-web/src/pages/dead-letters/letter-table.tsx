import type { DeadLetterView } from '@waybill/console-api';
import { Link, useLocation } from 'wouter';
import { consumerWords } from '../../delivery/consumer-words.ts';
import { DataTable, ServiceName, Timestamp, type Column } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { LetterState } from './letter-state.tsx';
import { errorInWords } from './letter-words.ts';

const COLUMNS: Column<DeadLetterView>[] = [
  {
    key: 'id',
    title: 'Letter',
    width: '90px',
    cell: ({ id }) => <Link href={`/dead-letters/${encodeURIComponent(id)}`}>{id}</Link>,
  },
  { key: 'at', title: 'Given up', width: '110px', cell: ({ deadAt }) => <Timestamp at={deadAt} relative /> },
  { key: 'consumer', title: 'Consumer', cell: (letter) => <Consumer letter={letter} /> },
  { key: 'type', title: 'Event', cell: ({ type }) => <code>{type}</code> },
  {
    key: 'error',
    title: 'Last error',
    cell: ({ error }) => (
      <span className={styles.cut} title={errorInWords(error)}>
        {errorInWords(error)}
      </span>
    ),
  },
  { key: 'attempts', title: 'Attempts', align: 'end', cell: ({ history }) => history.length },
  { key: 'state', title: 'State', cell: ({ state }) => <LetterState state={state} /> },
];

function Consumer({ letter: { consumer, service } }: { letter: DeadLetterView }) {
  const words = consumerWords(consumer, service);
  return (
    <span title={consumer}>
      <ServiceName service={service} />
      {words !== service && <span className="soft"> {words}</span>}
    </span>
  );
}

export function LetterTable({ letters }: { letters: readonly DeadLetterView[] }) {
  const [, navigate] = useLocation();
  return (
    <DataTable
      label="Dead letters"
      columns={COLUMNS}
      rows={letters}
      rowKey={({ id }) => id}
      onOpen={({ id }) => navigate(`/dead-letters/${encodeURIComponent(id)}`)}
    />
  );
}
