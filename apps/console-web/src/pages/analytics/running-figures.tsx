import { Badge, formatCount, formatPlural } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';
import { useRunningFigures } from './use-running-figures.ts';

/** What happens now, as it happens. */
export function RunningFiguresStrip() {
  const { figures, away } = useRunningFigures();
  const money = (amount: string) => (figures ? formatMoney(amount, figures.currency) : '–');
  return (
    <section className={styles.running} aria-label="Running figures">
      <Tile
        title="Today"
        value={money(figures?.today.revenue ?? '0')}
        note={
          figures
            ? `${formatPlural(figures.today.orders, 'order')} since midnight UTC`
            : 'waiting for the first figures'
        }
      />
      <Tile
        title="Last hour"
        value={money(figures?.lastHour.revenue ?? '0')}
        note={
          figures &&
          `${formatPlural(figures.lastHour.orders, 'order')}, ${formatPlural(figures.lastHour.sessions, 'session')}`
        }
      />
      <Tile
        title="Pace"
        value={figures ? `${formatCount(Number(figures.ordersPerMinute.toFixed(1)))} /min` : '–'}
        note="orders, over five minutes"
      />
      <Tile
        title="Since the first order"
        value={money(figures?.total.revenue ?? '0')}
        note={
          figures &&
          `${formatPlural(figures.total.orders, 'order')}, ${formatPlural(figures.total.units, 'unit')}`
        }
      />
      <p className={styles.liveState} role="status">
        {away ? (
          <Badge tone="bad">analytics is away</Badge>
        ) : figures ? (
          <Badge tone="good">live</Badge>
        ) : null}
      </p>
    </section>
  );
}

function Tile({ title, value, note }: { title: string; value: string; note?: string }) {
  return (
    <div className={styles.tile}>
      <h2 className={styles.tileTitle}>{title}</h2>
      <p className={styles.tileValue}>{value}</p>
      <p className={styles.tileNote}>{note}</p>
    </div>
  );
}
