import type { DeliveryCounters, FaultsAnswer } from '@waybill/console-api';
import {
  Button,
  classNames,
  ErrorNotice,
  formatCount,
  Icon,
  Panel,
  Timestamp,
  type IconName,
} from '../../ui/index.ts';
import styles from './counters.module.css';
import { verdictOf, WAYS, type Verdict } from './delivery-verdict.ts';
import { PlaceOrders } from './place-orders.tsx';
import { useChangeFaults } from './use-faults.ts';

/** What became of the committed orders' events: the outbox beside the naive way, which any fault can make lose some. */
export function CounterPanel({ faults: { counters, countingSince } }: { faults: FaultsAnswer }) {
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
            Count anew
          </Button>
        </>
      }
    >
      <div className={styles.ways}>
        {(['outbox', 'naive'] as const).map((way) => (
          <Way key={way} way={way} counters={counters.find((one) => one.way === way)} />
        ))}
      </div>
      {change.error && <ErrorNotice error={change.error} />}
      <PlaceOrders />
    </Panel>
  );
}

const ICONS: Record<Verdict['tone'], IconName> = {
  good: 'check',
  bad: 'alert',
  waiting: 'clock',
  none: 'minus',
};

interface WayProps {
  way: DeliveryCounters['way'];
  /** Absent where nobody can count now. */
  counters: DeliveryCounters | undefined;
}

function Way({ way, counters }: WayProps) {
  const verdict = verdictOf(way, counters);
  const { title, how } = WAYS[way];
  return (
    <section className={classNames(styles.way, styles[verdict.tone])} aria-label={title}>
      <h3>{title}</h3>
      <p className={styles.how}>{how}</p>
      <p className={styles.verdict} aria-live="polite">
        <Icon name={ICONS[verdict.tone]} size={24} />
        {verdict.title}
      </p>
      <p className={styles.detail}>{verdict.detail}</p>
      {counters && <WayFigures {...counters} />}
    </section>
  );
}

function WayFigures(counters: DeliveryCounters) {
  return (
    <>
      <Share {...counters} />
      <dl className={styles.figures}>
        <Figure name="committed" value={counters.committed} />
        <Figure name="delivered" value={counters.delivered} />
        <Figure name="under way" value={counters.underWay} />
        <Figure name="lost" value={counters.lost} bad />
        <Figure name="doubled" value={counters.doubled} bad />
      </dl>
    </>
  );
}

function Figure({ name, value, bad = false }: { name: string; value: number; bad?: boolean }) {
  return (
    <div className={classNames(bad && value > 0 && styles.badFigure)}>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}

/** How the committed ones divide; the figures below say the same. */
function Share({ delivered, underWay, lost }: DeliveryCounters) {
  return (
    <div className={styles.share} aria-hidden="true">
      {delivered > 0 && <span className={styles.delivered} style={{ flexGrow: delivered }} />}
      {underWay > 0 && <span className={styles.underWay} style={{ flexGrow: underWay }} />}
      {lost > 0 && <span className={styles.lost} style={{ flexGrow: lost }} />}
    </div>
  );
}
