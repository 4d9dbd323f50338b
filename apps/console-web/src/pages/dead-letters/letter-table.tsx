import type { DeadLetterView } from '@waybill/console-api';
import { Link } from 'wouter';
import { consumerWords } from '../../delivery/consumer-words.ts';
import { Badge, classNames, DataTable, ServiceName, Timestamp, type Column } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { errorInWords } from './letter-words.ts';

const addressOf = ({ id }: DeadLetterView) => `/dead-letters/${encodeURIComponent(id)}`;

const COLUMNS: Column<DeadLetterView>[] = [
  {
    key: 'id',
    title: 'Letter',
    width: '90px',
    cell: (letter) => <Link href={addressOf(letter)}>{letter.id}</Link>,
  },
  { key: 'at', title: 'Given up', width: '110px', cell: ({ deadAt }) => <Timestamp at={deadAt} relative /> },
  { key: 'consumer', title: 'Consumer', cell: (letter) => <Consumer letter={letter} /> },
  { key: 'type', title: 'Event', cell: ({ type }) => <code>{type}</code> },
  {
    key: 'error',
    title: 'Last error',
    cell: ({ error }) => (
      <span className={classNames('cut', styles.lastError)} title={errorInWords(error)}>
        {errorInWords(error)}
      </span>
    ),
  },
  { key: 'attempts', title: 'Attempts', align: 'end', cell: ({ history }) => history.length },
  { key: 'state', title: 'State', cell: ({ state }) => <LetterState state={state} /> },
];

export function LetterTable({ letters }: { letters: readonly DeadLetterView[] }) {
  return (
    <DataTable
      label="Dead letters"
      columns={COLUMNS}
      rows={letters}
      rowKey={({ id }) => id}
      rowHref={addressOf}
    />
  );
}

function Consumer({ letter: { consumer, service } }: { letter: DeadLetterView }) {
  const words = consumerWords(consumer, service);
  return (
    <span title={consumer}>
      <ServiceName service={service} />
      {words !== service && <span className="soft"> {words}</span>}
    </span>
  );
}

const TONES = { open: 'bad', replayed: 'good', discarded: 'neutral' } as const;

export function LetterState({ state }: Pick<DeadLetterView, 'state'>) {
  return <Badge tone={TONES[state]}>{state}</Badge>;
}
