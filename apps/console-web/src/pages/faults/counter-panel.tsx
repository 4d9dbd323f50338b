import type { DeliveryCounters, FaultsResponse } from '@waybill/console-api';
import {
  Button,
  ErrorNotice,
  Figures,
  formatCount,
  Icon,
  Panel,
  Timestamp,
  type Tone,
} from '../../ui/index.ts';
import styles from './counters.module.css';
import { PUBLISHING, verdictOf, type Verdict } from './delivery-verdict.ts';
import { PlaceOrders } from './place-orders.tsx';
import { useChangeFaults } from './use-faults.ts';

/** The outcomes of the committed orders' events, through the outbox and, to compare, by the naive publish. */
export function CounterPanel({ faults: { counters, countingSince } }: { faults: FaultsResponse }) {
  const change = useChangeFaults();
  return (
    <Panel
      title="Did every order’s event arrive?"
      actions={
        <>
          <span className="soft">
            counted since <Timestamp at={countingSince} />
          </span>
          <Button
            size="small"
            icon="retry"
            disabled={change.isPending}
            onClick={() => change.mutate({ resetCounters: true })}
          >
            Restart the count
          </Button>
        </>
      }
    >
      <div className={styles.both}>
        {(['outbox', 'naive'] as const).map((way) => (
          <Counted key={way} way={way} counters={counters.find((one) => one.way === way)} />
        ))}
      </div>
      {change.error && <ErrorNotice error={change.error} />}
      <PlaceOrders />
    </Panel>
  );
}

const ICONS = { good: 'check', bad: 'alert', warn: 'clock', neutral: 'minus' } as const;

interface Props {
  way: DeliveryCounters['way'];
  counters: DeliveryCounters | undefined;
}

function Counted({ way, counters }: Props) {
  const { tone, title, detail }: Verdict = verdictOf(way, counters);
  return (
    <section className={styles.counted} data-tone={tone} aria-label={PUBLISHING[way].title}>
      <h3>{PUBLISHING[way].title}</h3>
      <p className={`note ${styles.words}`}>{PUBLISHING[way].how}</p>
      <p className={styles.verdict} aria-live="polite">
        <Icon name={ICONS[tone]} size={24} />
        {title}
      </p>
      <p className={styles.words}>{detail}</p>
      {counters && <Counters {...counters} />}
    </section>
  );
}

function Counters({ committed, delivered, underWay, lost, doubled }: DeliveryCounters) {
  const bad = (count: number): Tone | undefined => (count > 0 ? 'bad' : undefined);
  const shares = { good: delivered, warn: underWay, bad: lost };
  return (
    <>
      <div className={styles.share} aria-hidden="true">
        {Object.entries(shares).map(
          ([tone, count]) => count > 0 && <span key={tone} data-tone={tone} style={{ flexGrow: count }} />,
        )}
      </div>
      <Figures
        items={[
          { name: 'committed', value: formatCount(committed) },
          { name: 'delivered', value: formatCount(delivered) },
          { name: 'under way', value: formatCount(underWay) },
          { name: 'lost', value: formatCount(lost), tone: bad(lost) },
          { name: 'doubled', value: formatCount(doubled), tone: bad(doubled) },
        ]}
      />
    </>
  );
}
