import type { ServiceOutbox } from '@waybill/console-api';
import {
  Badge,
  classNames,
  formatCount,
  formatDuration,
  Panel,
  ServiceName,
  serviceHue,
  Spark,
} from '../../ui/index.ts';
import { OutboxRows } from './outbox-rows.tsx';
import styles from './streams.module.css';
import { useHistory } from './use-history.ts';

/** Every service's outbox: how much waits, and for how long. */
export function OutboxPanel({ services, at }: { services: readonly ServiceOutbox[]; at: number }) {
  return (
    <Panel title="Outboxes" flush>
      <ul className={styles.outboxes}>
        {services.map((outbox) => (
          <li key={outbox.service}>
            <Outbox outbox={outbox} at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Outbox({ outbox, at }: { outbox: ServiceOutbox; at: number }) {
  const { service, reachable, pending, oldestSeconds, refused, dead, relayPaused, rows } = outbox;
  const ages = useHistory(at, oldestSeconds ?? 0);
  const age = formatDuration((oldestSeconds ?? 0) * 1_000);
  return (
    <section aria-label={`Outbox of ${service}`}>
      <div className={styles.outbox}>
        <div className={styles.outboxName}>
          <ServiceName service={service} />
          {!reachable && <Badge>not known now</Badge>}
          {relayPaused && <Badge tone="warn">relay paused</Badge>}
          {reachable && pending === 0 && dead === 0 && <Badge tone="good">empty</Badge>}
        </div>
        <dl className={classNames(styles.figures, !reachable && styles.stale)}>
          <Figure
            name="pending"
            value={formatCount(pending)}
            why="Committed with their transaction, not yet published."
          />
          <Figure
            name="oldest"
            value={oldestSeconds === null ? '–' : age}
            why="How long the oldest pending one has waited."
          />
          <Figure
            name="refused"
            value={formatCount(refused)}
            tone={refused > 0 ? 'warn' : undefined}
            why="Pending, and the broker has refused them at least once. Retried by themselves."
          />
          <Figure
            name="dead"
            value={formatCount(dead)}
            tone={dead > 0 ? 'bad' : undefined}
            why="Parked after the last refused attempt: somebody has to look."
          />
        </dl>
        <div className={styles.age}>
          <Spark
            values={ages.values}
            width={150}
            height={30}
            color={serviceHue(service)}
            label={`Age of the oldest pending row of ${service} since the page was opened; now ${age}`}
          />
          <span className="soft">age of the oldest</span>
        </div>
      </div>
      {rows.length > 0 && <OutboxRows service={service} rows={rows} waiting={pending + dead} />}
    </section>
  );
}

interface FigureProps {
  name: string;
  value: string;
  why: string;
  tone?: 'warn' | 'bad';
}

function Figure({ name, value, why, tone }: FigureProps) {
  return (
    <div title={why} className={classNames(tone && styles[tone])}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
